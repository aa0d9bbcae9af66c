package io.borescope.extension.filestorage;

import io.borescope.api.component.ComponentType;
import io.borescope.api.component.ExtensionSettings;
import io.borescope.api.component.Stability;
import io.borescope.api.diagnosis.Check;
import io.borescope.api.storage.StorageExtension;
import io.borescope.api.storage.StorageExtensionFactory;
import java.util.List;

/** Makes {@code file_storage} extensions. */
public final class FileStorageFactory implements StorageExtensionFactory<FileStorageConfig> {
    private static final ComponentType TYPE = new ComponentType("file_storage");

    @Override
    public ComponentType type() {
        return TYPE;
    }

    @Override
    public String description() {
        return "Keeps the queues of exporters on disk, so that they survive the end of the agent.";
    }

    @Override
    public Class<FileStorageConfig> configType() {
        return FileStorageConfig.class;
    }

    @Override
    public Stability stability() {
        return Stability.ALPHA;
    }

    @Override
    public List<Check> checks(FileStorageConfig config) {
        return List.of(new DirectoryCheck(config));
    }

    @Override
    public StorageExtension create(ExtensionSettings settings, FileStorageConfig config) {
        return new FileStorage(settings, config);
    }
}
