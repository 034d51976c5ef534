package io.pagestream.gpu.driver;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A source of kernels out of the jar, with the headers that it includes put in their places, each once. */
record KernelSource(String file, String text) {

    private static final String FOLDER = "/io/pagestream/gpu/kernels/";
    private static final Pattern INCLUDE = Pattern.compile("(?m)^#include \"([a-z_]+\\.cuh)\"$");
    private static final Pattern ONCE = Pattern.compile("(?m)^#pragma once$");

    /** @param name of the file, without {@code .cu} */
    static KernelSource of(String name) {
        return new KernelSource(name + ".cu", whole(name + ".cu", new HashSet<>()));
    }

    private static String whole(String file, Set<String> included) {
        if (!included.add(file)) {
            return "";
        }
        Matcher include = INCLUDE.matcher(ONCE.matcher(read(file)).replaceAll(""));
        return include.replaceAll(match -> Matcher.quoteReplacement(whole(match.group(1), included)));
    }

    private static String read(String file) {
        try (InputStream in = KernelSource.class.getResourceAsStream(FOLDER + file)) {
            if (in == null) {
                throw new IllegalStateException("the jar has no " + FOLDER + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
