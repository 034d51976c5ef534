package io.pagestream.models.tokenize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The tokens beside the pieces of a SentencePiece model, and which tokens count as special, as transformers' slow
 * tokenizers gather them ({@code PreTrainedTokenizer}, {@code SpecialTokensMixin}): from {@code added_tokens_decoder} in
 * {@code tokenizer_config.json}, or without it from {@code added_tokens.json}; and every token with a role (BOS, EOS,
 * unknown, padding, additional). Only a role makes a token special: the flag {@code special} in the files does not.
 *
 * @param byText all of them
 * @param roles ids of the tokens with a role, by the name of the role
 * @param special ids that decoding for readers leaves out
 * @param additional ids of those that the files call additional special tokens
 */
record AddedTokens(
        Map<String, Added> byText, Map<String, Integer> roles, Set<Integer> special, Set<Integer> additional) {

    private static final int MOST_IDS = 4_000_000;
    private static final List<String> ROLES =
            List.of("bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token");

    /**
     * @param lstrip whether it swallows the white space on its left
     * @param rstrip whether it swallows the white space on its right
     */
    record Added(String text, int id, boolean lstrip, boolean rstrip) {}

    /** @param pieces ids of the pieces, for special tokens that are pieces already */
    static AddedTokens read(TokenizerFolder folder, Map<String, Integer> pieces) {
        JsonNode config = folder.config();
        Map<String, Added> tokens = new HashMap<>();
        if (config.has("added_tokens_decoder")) {
            config.path("added_tokens_decoder").properties().forEach(entry -> {
                JsonNode token = entry.getValue();
                require(entry.getKey().matches("[0-9]{1,9}") && token.isObject(), folder, entry.getKey());
                require(!token.path("single_word").asBoolean(), folder, "single_word at " + entry.getKey());
                add(folder, tokens, token, token.path("content").asText(), Integer.parseInt(entry.getKey()));
            });
        } else {
            folder.jsonIfThere("added_tokens.json")
                    .properties()
                    .forEach(entry -> add(
                            folder,
                            tokens,
                            MissingNode.getInstance(),
                            entry.getKey(),
                            entry.getValue().asInt(-1)));
        }
        JsonNode roles = folder.jsonIfThere("special_tokens_map.json");
        Map<String, Integer> byRole = new HashMap<>();
        for (String role : ROLES) {
            JsonNode token = config.has(role) ? config.path(role) : roles.path(role);
            if (!token.isMissingNode() && !token.isNull()) {
                byRole.put(role, withRole(folder, tokens, pieces, token));
            }
        }
        String list = "additional_special_tokens";
        Set<Integer> additional = new HashSet<>();
        for (JsonNode token : config.has(list) ? config.path(list) : roles.path(list)) {
            additional.add(withRole(folder, tokens, pieces, token));
        }
        Set<Integer> special = new HashSet<>(byRole.values());
        special.addAll(additional);
        return new AddedTokens(Map.copyOf(tokens), Map.copyOf(byRole), Set.copyOf(special), Set.copyOf(additional));
    }

    /** The id of the token with this role, which has to be there. */
    int role(String role, TokenizerFolder folder) {
        Integer id = roles.get(role);
        if (id == null) {
            throw new IllegalArgumentException("the tokenizer files in " + folder.path() + " name no " + role
                    + ", but their tokenizer_class needs one; fetch tokenizer_config.json again");
        }
        return id;
    }

    private static int withRole(
            TokenizerFolder folder, Map<String, Added> tokens, Map<String, Integer> pieces, JsonNode token) {
        String text = token.isTextual() ? token.asText() : token.path("content").asText();
        if (!tokens.containsKey(text)) {
            Integer id = pieces.get(text);
            require(id != null, folder, "the special token '" + text + "' without an id");
            add(folder, tokens, token, text, id);
        }
        return tokens.get(text).id();
    }

    /** @param flags where lstrip and rstrip may stand */
    private static void add(TokenizerFolder folder, Map<String, Added> tokens, JsonNode flags, String text, int id) {
        require(!text.isEmpty(), folder, "a token without text at " + id);
        require(id >= 0 && id < MOST_IDS, folder, "the token '" + text + "' with the id " + id);
        boolean lstrip = flags.path("lstrip").asBoolean();
        boolean rstrip = flags.path("rstrip").asBoolean();
        tokens.put(text, new Added(text, id, lstrip, rstrip));
    }

    private static void require(boolean holds, TokenizerFolder folder, String found) {
        if (!holds) {
            throw new IllegalArgumentException("the tokenizer files in " + folder.path() + " name " + found
                    + ", but added tokens need a text and an id from 0 to " + MOST_IDS
                    + ", and may not ask for single words; fetch the files again");
        }
    }
}
