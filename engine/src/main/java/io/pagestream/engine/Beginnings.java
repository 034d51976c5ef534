package io.pagestream.engine;

import io.pagestream.engine.schedule.PromptTokens;
import io.pagestream.engine.schedule.TilePlace;
import io.pagestream.imaging.tile.Fingerprint;
import io.pagestream.imaging.tile.TileBatch;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What tells one beginning of a prompt from another: for each whole block a hash over all before it and its own tokens,
 * where a vector of an image counts by the image's fingerprint. Placeholders alone would make all images equal.
 */
final class Beginnings {

    private static final int BYTES_OF_FINGERPRINT = 32;
    private static final int BYTES_OF_TOKEN = BYTES_OF_FINGERPRINT + 8;

    private Beginnings() {}

    /** @param variant whatever else the keys and values of this prompt depend on */
    static List<Fingerprint> of(PromptTokens prompt, List<TileBatch> images, int blockTokens, String variant) {
        List<Fingerprint> beginnings = new ArrayList<>();
        Fingerprint before = Fingerprint.of(ByteBuffer.wrap(variant.getBytes(StandardCharsets.UTF_8)));
        ByteBuffer content = ByteBuffer.allocate(BYTES_OF_FINGERPRINT + blockTokens * BYTES_OF_TOKEN);
        for (int start = 0; start + blockTokens <= prompt.ids().length; start += blockTokens) {
            content.clear();
            put(content, before);
            for (int position = start; position < start + blockTokens; position++) {
                int vector = prompt.vectors()[position];
                content.putInt(vector < 0 ? vector : 0);
                if (vector < 0) {
                    content.putInt(prompt.ids()[position]);
                } else {
                    TilePlace tile = prompt.tiles().get(vector / prompt.tokensPerTile());
                    put(content, images.get(tile.image()).fingerprint());
                    content.putInt(tile.tile() * prompt.tokensPerTile() + vector % prompt.tokensPerTile());
                }
            }
            before = Fingerprint.of(content.flip());
            beginnings.add(before);
        }
        return beginnings;
    }

    private static void put(ByteBuffer content, Fingerprint fingerprint) {
        content.putLong(fingerprint.a())
                .putLong(fingerprint.b())
                .putLong(fingerprint.c())
                .putLong(fingerprint.d());
    }
}
