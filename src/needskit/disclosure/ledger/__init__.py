"""What earlier releases showed, so that a new one gives no more away: the files, and what follows from them."""
