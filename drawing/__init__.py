"""The product's own rules: what a drawing is, how it lives, who may ask for what, and who works on it.

Imports the standard library only. What it needs of the world (a database, a chat, an image service, a clock) it names
in `drawing.ports` and `drawing.clock`; `bot.app` gives it the real ones.
"""
