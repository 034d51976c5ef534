package org.apache.flink.python.util;

import org.apache.commons.cli.CommandLine;
import org.apache.flink.configuration.Configuration;

/** The SQL client wants a class of this name for its options about Python; Flink's own lies in a jar of 42 MB. */
public final class PythonDependencyUtils {

    private PythonDependencyUtils() {}

    public static Configuration parsePythonDependencyConfiguration(CommandLine line) {
        return new Configuration();
    }
}
