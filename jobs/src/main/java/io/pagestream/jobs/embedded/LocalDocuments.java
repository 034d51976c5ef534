package io.pagestream.jobs.embedded;

import io.pagestream.jobs.command.CommandFailure;
import io.pagestream.operators.source.DocumentSources;
import io.pagestream.schemas.DocumentRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Documents that a person named on the command line.
 *
 * @param requests one for each document, of the task read
 * @param roots addresses of what was named: nothing else may be opened
 */
public record LocalDocuments(List<DocumentRequest> requests, List<String> roots) {

    /**
     * Looks for the files.
     *
     * @param places files and folders
     * @throws IllegalArgumentException when one of them is not there, or when there is no file at all
     */
    public static LocalDocuments at(List<Path> places) {
        for (Path place : places) {
            if (!Files.exists(place)) {
                throw new IllegalArgumentException("there is no file or folder '" + place + "'");
            }
        }
        try {
            List<DocumentRequest> requests = DocumentSources.requestsFor(
                    places.stream().map(Path::toString).toList());
            if (requests.isEmpty()) {
                throw new IllegalArgumentException("there are no files in " + places + "; hidden ones are left out");
            }
            return new LocalDocuments(
                    requests,
                    places.stream()
                            .map(place ->
                                    place.toAbsolutePath().normalize().toUri().toString())
                            .toList());
        } catch (IOException e) {
            throw new CommandFailure("the files cannot be listed: " + e.getMessage(), e);
        }
    }

    /** The same documents, opened with {@code password}; nothing changes when it is empty. */
    public LocalDocuments withPassword(String password) {
        if (!password.isEmpty()) {
            requests.forEach(request -> request.setPassword(password));
        }
        return this;
    }
}
