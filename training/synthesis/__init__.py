"""Pages of text that nobody wrote: pictures with their exact words and the place of every character."""
