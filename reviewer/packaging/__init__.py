"""How the program becomes one of its own: frozen, listed, archived, made a package.

Standard library only, since it runs before anything is installed; no part of it is in the frozen
program. ``python3 -m reviewer.setup build`` is its front; ``build.spec`` asks it what to keep.
"""
