// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.multibindings.Multibinder;
import javax.inject.Singleton;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.filesystem.api.JamesDirectoriesProvider;
import org.apache.james.lifecycle.api.ConfigurationSanitizer;
import org.apache.james.lifecycle.api.StartUpCheck;
import org.apache.james.modules.ClockModule;
import org.apache.james.modules.MimeMessageModule;
import org.apache.james.modules.RunArgumentsModule;
import org.apache.james.modules.StartablesModule;
import org.apache.james.modules.server.DropWizardMetricsModule;
import org.apache.james.onami.lifecycle.PreDestroyModule;
import org.apache.james.server.core.configuration.Configuration;
import org.apache.james.server.core.configuration.ConfigurationProvider;
import org.apache.james.server.core.configuration.FileConfigurationProvider;
import org.apache.james.server.core.filesystem.FileSystemImpl;
import org.apache.james.utils.ExtensionModule;
import org.apache.james.utils.PropertiesProvider;
import org.posthorn.server.Directories;
import org.posthorn.server.settings.PosthornSettings;

/** What everything else stands on: files, configuration, the clock, metrics, start and stop. */
public final class CommonModule extends AbstractModule {

    private final Directories directories;
    private final PosthornSettings settings;

    public CommonModule(Directories directories, PosthornSettings settings) {
        this.directories = directories;
        this.settings = settings;
    }

    @Override
    protected void configure() {
        install(new ClockModule());
        install(new DropWizardMetricsModule());
        install(new ExtensionModule());
        install(new MimeMessageModule());
        install(new PreDestroyModule());
        install(new StartablesModule());
        install(RunArgumentsModule.EMPTY);
        Multibinder.newSetBinder(binder(), ConfigurationSanitizer.class);
        Multibinder.newSetBinder(binder(), StartUpCheck.class);

        Configuration configuration = new Configuration.Basic(
                new Configuration.ConfigurationPath(FileSystem.FILE_PROTOCOL_AND_CONF), directories);
        FileSystemImpl fileSystem = new FileSystemImpl(directories);
        bind(Directories.class).toInstance(directories);
        bind(PosthornSettings.class).toInstance(settings);
        bind(JamesDirectoriesProvider.class).toInstance(directories);
        bind(FileSystem.class).toInstance(fileSystem);
        bind(Configuration.class).toInstance(configuration);
        bind(Configuration.ConfigurationPath.class).toInstance(configuration.configurationPath());
        bind(ConfigurationProvider.class).toInstance(new FileConfigurationProvider(fileSystem, configuration));
    }

    @Provides
    @Singleton
    PropertiesProvider properties(FileSystem fileSystem, Configuration.ConfigurationPath path) {
        return new PropertiesProvider(fileSystem, path);
    }
}
