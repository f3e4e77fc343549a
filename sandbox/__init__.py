"""Offline world to try and test the bot in: a Bot API server, the services of Yandex Cloud, and a chat page."""
