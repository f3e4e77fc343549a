"""Receiving from Telegram and sending to it."""
