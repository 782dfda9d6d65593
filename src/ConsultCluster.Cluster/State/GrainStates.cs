using ConsultCluster.Cluster.Hosting;
using ConsultCluster.Cluster.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Storage;

namespace ConsultCluster.Cluster.State;

/// <summary>
/// What grains keep for their next activation (decision 0025): may be seconds old or lost, and is never waited for. Membership, tokens, chat and audit are not among it: those are
/// the stores'.
/// </summary>
/// <param name="storage">Null when this silo keeps nothing.</param>
internal sealed class GrainStates(BoundedGrainStorage? storage = null)
{
    /// <summary>The provider's name.</summary>
    private const string Provider = "grain state";

    /// <summary>The provider's name for <c>Microsoft.Data.Sqlite</c>.</summary>
    private const string SqliteInvariant = "System.Data.SQLite";

    /// <summary>A grain's state; null when this silo keeps nothing.</summary>
    /// <param name="name">Of the kind of state.</param>
    public IPersistentState<T>? Of<T>(string name, IGrainContext grain) => storage is null ? null : new UnhurriedState<T>(name, grain, storage);

    /// <summary>Keeps state in the cluster's database, through a few connections of its own: membership must not wait for it.</summary>
    public static void UsePostgres(ISiloBuilder silo, ClusterSettings settings)
    {
        silo.AddAdoNetGrainStorage(Provider, options =>
        {
            options.Invariant = SiloDatabase.Invariant;
            options.ConnectionString = SiloDatabase.StateConnectionString(settings);
            Configure(options);
        });
        Use(silo.Services, services => services.GetRequiredKeyedService<IGrainStorage>(Provider), SiloDatabase.StateConnections);
    }

    /// <summary>Keeps state in a SQLite file.</summary>
    public static void UseSqlite(ISiloBuilder silo, string path)
    {
        silo.AddAdoNetGrainStorage(Provider, options => options.Configure<ILoggerFactory>((storage, loggers) =>
        {
            storage.Invariant = SqliteInvariant;
            storage.DataSource = SqliteStateFile.Open(path, loggers.CreateLogger<GrainStates>());
            Configure(storage);
        }));

        // SQLite has one writer, and its calls hold their thread.
        Use(silo.Services, services => services.GetRequiredKeyedService<IGrainStorage>(Provider), mostAtOnce: 1);
    }

    /// <summary>Keeps state in that storage.</summary>
    /// <param name="mostAtOnce">Calls of it at the same time.</param>
    internal static void Use(IServiceCollection services, Func<IServiceProvider, IGrainStorage> storage, int mostAtOnce)
    {
        // What fails is said once for all groups, by GrainStates.
        services.AddLogging(logging => logging
            .AddFilter(typeof(BoundedGrainStorage).FullName, LogLevel.None)
            .AddFilter(typeof(AdoNetGrainStorage).FullName, LogLevel.None));
        services.AddSingleton(provider => new BoundedGrainStorage(
            storage(provider),
            mostAtOnce,
            provider.GetRequiredService<ClusterSettings>().GroupClock ?? TimeProvider.System,
            provider.GetRequiredService<StateMetrics>(),
            provider.GetRequiredService<ILogger<GrainStates>>()));
        services.AddSingleton(provider => new GrainStates(provider.GetRequiredService<BoundedGrainStorage>()));
    }

    private static void Configure(AdoNetGrainStorageOptions options)
    {
        options.GrainStorageSerializer = new JsonStateSerializer();
        options.DeleteStateOnClear = true;
    }
}
