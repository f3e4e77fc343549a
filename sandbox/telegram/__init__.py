"""Bot API server with people, chats and messages of its own, faithful to what the real one does."""
