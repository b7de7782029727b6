"""How everything looks: tokens, themes, measures, fonts, icons."""
