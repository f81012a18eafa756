"""From one service to another at a birthday: who crosses, how long it takes, and who is lost."""
