package io.pagestream.jobs.command;

import io.pagestream.models.ModelFolder;

/** What a person should know about a model before reading its answers. */
public final class Notice {

    private Notice() {}

    /** Says the model's notice, if it has one. */
    public static void say(ModelFolder model, Streams streams) {
        if (!model.notice().isBlank()) {
            streams.say(model.notice());
        }
    }
}
