"""Views: the texts and keyboards that people see. Pure."""
