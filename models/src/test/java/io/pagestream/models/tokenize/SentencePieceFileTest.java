package io.pagestream.models.tokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What is refused, and with which words. */
class SentencePieceFileTest {

    private static final int NORMAL = 1;
    private static final int BYTE = 6;

    private final Message file = new Message();
    private final Message trainer = new Message().integer(3, 2).integer(35, 1);
    private final Message normalizer = new Message().integer(3, 0).integer(4, 0);

    SentencePieceFileTest() {
        for (int value = 0; value < 256; value++) {
            file.message(1, piece(SentencePieceFile.bytePiece(value), BYTE));
        }
        file.message(1, piece("ab", NORMAL));
    }

    @Test
    void theSmallestModelIsRead() {
        SentencePieceFile read = read();

        assertThat(read.addDummyPrefix()).isFalse();
        assertThat(read.ids()).containsEntry("ab", 256).containsEntry("<0xFF>", 255);
    }

    @Test
    void anotherKindOfModelIsRefused() {
        trainer.integer(3, 1);
        refused("expected model_type 2 (BPE), found model_type 1");
    }

    @Test
    void aModelWithoutByteFallbackIsRefused() {
        trainer.integer(35, 0);
        refused("expected byte_fallback = true, found false");
    }

    @Test
    void spacesBehindWordsAreRefused() {
        trainer.integer(24, 1);
        refused("treat_whitespace_as_suffix");
    }

    @Test
    void aNormalizerThatChangesTextIsRefused() {
        normalizer.bytes(2, new byte[] {1});
        refused("a normalizer that changes nothing");
    }

    @Test
    void aNormalizerThatRemovesSpacesIsRefused() {
        normalizer.integer(4, 1);
        refused("remove_extra_whitespaces = false");
    }

    @Test
    void piecesOfUnknownTypesAreRefused() {
        file.message(1, piece("x", 5));
        refused("found type 5 of piece 257");
    }

    @Test
    void aPieceWithoutTextIsRefused() {
        file.message(1, new Message().integer(3, NORMAL));
        refused("neither in piece 257");
    }

    @Test
    void aPieceThatIsNoTextIsRefused() {
        file.message(1, new Message().bytes(1, new byte[] {(byte) 0xC3}));
        refused("a text in field 1 that is not UTF-8");
    }

    @Test
    void aPieceThatIsThereTwiceIsRefused() {
        file.message(1, piece("ab", NORMAL));
        refused("pieces 256 and 257 with the same text");
    }

    @Test
    void missingBytesAreRefused() {
        file.message(1, piece("<0xG0>", BYTE));
        refused("256 pieces for bytes, found 257");
    }

    @Test
    void aFileThatWasCutIsRefused() {
        byte[] whole = whole();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> SentencePieceFile.read(cut)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aNumberWithoutEndIsRefused() {
        byte[] bytes = new byte[20];
        Arrays.fill(bytes, (byte) 0xFF);
        assertThatThrownBy(() -> SentencePieceFile.read(bytes)).hasMessageContaining("a number of more than ten bytes");
    }

    @Test
    void anOldKindOfFieldIsRefused() {
        assertThatThrownBy(() -> SentencePieceFile.read(new byte[] {0x0B})).hasMessageContaining("wire type 3");
    }

    private void refused(String words) {
        assertThatThrownBy(this::read)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }

    private SentencePieceFile read() {
        return SentencePieceFile.read(whole());
    }

    private byte[] whole() {
        return file.copy().message(2, trainer).message(3, normalizer).bytes();
    }

    private static Message piece(String text, int type) {
        return new Message()
                .bytes(1, text.getBytes(StandardCharsets.UTF_8))
                .real(2, -1)
                .integer(3, type);
    }

    /** Writes protobuf; a later value of a field replaces an earlier one when it is read. */
    private static final class Message {

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Message integer(int field, int value) {
            varint(field << 3);
            varint(value);
            return this;
        }

        Message real(int field, float value) {
            varint(field << 3 | 5);
            out.writeBytes(ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putFloat(value)
                    .array());
            return this;
        }

        Message bytes(int field, byte[] value) {
            varint(field << 3 | 2);
            varint(value.length);
            out.writeBytes(value);
            return this;
        }

        Message message(int field, Message value) {
            return bytes(field, value.bytes());
        }

        Message copy() {
            Message copy = new Message();
            copy.out.writeBytes(bytes());
            return copy;
        }

        byte[] bytes() {
            return out.toByteArray();
        }

        private void varint(int value) {
            int rest = value;
            while (rest > 0x7F) {
                out.write(rest & 0x7F | 0x80);
                rest >>>= 7;
            }
            out.write(rest);
        }
    }
}
