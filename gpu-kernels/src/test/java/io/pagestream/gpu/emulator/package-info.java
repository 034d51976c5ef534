/**
 * Tests of the CUDA emulator in {@code src/test/emulator}, and what other tests need to ask of it.
 *
 * <p>Knows JCuda and the emulator, not the CUDA device of Pagestream. Start reading at {@code EmulatedCard}.
 */
package io.pagestream.gpu.emulator;
