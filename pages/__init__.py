"""What every page of ours has: safe headers, cookies, forms that cannot be forged, templates, texts, static files.

A program makes one `Site` and hands it round. It knows nothing of what the pages are about.
"""
