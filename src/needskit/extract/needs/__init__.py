"""From assessments to needs: flags, scores or items to yes, no and not known; one assessment a person."""
