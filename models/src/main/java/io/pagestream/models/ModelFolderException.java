package io.pagestream.models;

/** A folder that is not a model that can be read: one sentence says what is wrong, where, and what to do. */
public final class ModelFolderException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ModelFolderException(String message, Throwable cause) {
        super(message, cause);
    }
}
