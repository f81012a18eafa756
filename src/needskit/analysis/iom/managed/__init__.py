"""Who is managed under IOM: by tier, what they need, and how long they are managed."""
