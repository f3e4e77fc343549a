"""Those who carry a drawing through its life: each takes it from one state to the next.

`chats` sends slots and outcomes, and in a long pause of the service the `notices` of it; `submit` asks the image
service, `poll` fetches what is done, `sweep` ends what is overdue. `loop` runs them. What they do with one drawing is a
method of its own, apart from the loop that picks it.
"""
