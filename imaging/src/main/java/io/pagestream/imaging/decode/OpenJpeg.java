package io.pagestream.imaging.decode;

import com.sun.jna.Callback;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.nio.file.Path;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.leptonica.global.leptonica;

/**
 * The functions of OpenJPEG that are needed to decode from memory.
 *
 * <p>The library lies inside Leptonica's, which exports it whole. Leptonica's own door to it takes 8-bit images only.
 */
interface OpenJpeg extends Library {

    int CODESTREAM = 0;
    int JP2_FILE = 2;

    /** More than {@code sizeof(opj_dparameters_t)}, which holds two path names. */
    int PARAMETERS_BYTES = 16_384;

    /** Answers how many bytes it has put at {@code buffer}, -1 at the end. */
    interface Read extends Callback {
        long read(Pointer buffer, long bytes, Pointer user);
    }

    /** Answers how many bytes were skipped, -1 at the end. */
    interface Skip extends Callback {
        long skip(long bytes, Pointer user);
    }

    /** Answers 1 when the place exists. */
    interface Seek extends Callback {
        int seek(long position, Pointer user);
    }

    Pointer opj_create_decompress(int format);

    void opj_destroy_codec(Pointer codec);

    void opj_set_default_decoder_parameters(Memory parameters);

    int opj_setup_decoder(Pointer codec, Memory parameters);

    int opj_decoder_set_strict_mode(Pointer codec, int strict);

    Pointer opj_stream_create(long bufferBytes, int input);

    void opj_stream_destroy(Pointer stream);

    void opj_stream_set_read_function(Pointer stream, Read read);

    void opj_stream_set_skip_function(Pointer stream, Skip skip);

    void opj_stream_set_seek_function(Pointer stream, Seek seek);

    void opj_stream_set_user_data(Pointer stream, Pointer data, Pointer free);

    void opj_stream_set_user_data_length(Pointer stream, long bytes);

    int opj_read_header(Pointer stream, Pointer codec, PointerByReference image);

    int opj_decode(Pointer codec, Pointer stream, Pointer image);

    int opj_end_decompress(Pointer codec, Pointer stream);

    void opj_image_destroy(Pointer image);

    String opj_version();

    /** Loads the library at the first use. */
    static OpenJpeg library() {
        return Holder.LIBRARY;
    }

    /** Loaded once, when the first JPEG 2000 image comes. */
    final class Holder {

        private static final OpenJpeg LIBRARY = load();

        private Holder() {}

        private static OpenJpeg load() {
            String binding = Loader.load(leptonica.class);
            Path library = Path.of(binding).resolveSibling("libleptonica.so.6");
            return Native.load(library.toString(), OpenJpeg.class);
        }
    }
}
