def canonical(indicator_text, *, unit="", change=None, basis=None):
    return None
