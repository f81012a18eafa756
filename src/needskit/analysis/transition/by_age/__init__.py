"""Young adults among all ages: how many they are, against residents and other ages, and year by year."""
