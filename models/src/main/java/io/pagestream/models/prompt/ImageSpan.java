package io.pagestream.models.prompt;

/**
 * Where the vectors of one image stand in a prompt.
 *
 * @param firstToken index of the first placeholder
 * @param tokens how many placeholders, one after the other
 * @param image which image of the request, 0 being the first
 */
public record ImageSpan(int firstToken, int tokens, int image) {}
