"""Pictures from outside, decoded in a locked child process.

``client.Decoder`` is what the rest of the program uses. Pillow is imported in the child only
(``child``, ``pictures``); nothing but size-checked pixels comes back.
"""
