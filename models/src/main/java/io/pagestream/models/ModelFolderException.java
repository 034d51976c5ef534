package io.pagestream.models;

import java.nio.file.Path;

/** A folder that is not a model that can be read: one sentence says what is wrong, where, and what to do. */
public final class ModelFolderException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private ModelFolderException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The lower rooms know the reason, but not all of them the folder. */
    static ModelFolderException of(Path folder, IllegalArgumentException reason) {
        String message = reason.getMessage();
        boolean placed = message != null && message.contains(folder.toString());
        return new ModelFolderException(placed ? message : message + " (the model folder is " + folder + ")", reason);
    }
}
