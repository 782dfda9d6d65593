using System.Net;
using ConsultCluster.Engine.Embedded;
using ConsultCluster.Engine.Groups;
using ConsultCluster.Engine.Relays;
using ConsultCluster.Engine.Stores;
using ConsultCluster.Relay;
using ConsultCluster.Storage.Keys;
using ConsultCluster.Storage.Sqlite;

namespace ConsultCluster.Server.Hosting;

/// <summary>The engine, its stores and its relays: the one place that may choose between engines.</summary>
internal static class EngineChoice
{
    private const string DatabaseFile = "consult.db";
    private const string DataKeyFile = "data.key";

    public static void Add(IServiceCollection services, ServerOptions options, string data)
    {
        services.AddSingleton(new SqliteOptions { Path = Path.Combine(data, DatabaseFile) });
        services.AddSingleton<SqliteDatabase>();
        services.AddSingleton(_ => DataKey.OpenOrCreate(Path.Combine(data, DataKeyFile)));
        services.AddSingleton<IGroupStore, SqliteGroupStore>();
        services.AddSingleton<IPersonStore, SqlitePersonStore>();
        services.AddSingleton<IAuditStore, SqliteAuditStore>();
        services.AddSingleton<ISigningKeyStore, SqliteSigningKeyStore>();
        services.AddSingleton<IRelays>(s => RelayDirectory.Start(
            Enumerable.Range(0, options.Relays).Select(index => Relay(options, index)), s.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<EmbeddedOptions>();
        services.AddSingleton<EmbeddedGroups>();
        services.AddSingleton<IConsultationGroups>(s => s.GetRequiredService<EmbeddedGroups>());
    }

    /// <summary>Brings the database forward; before anything asks a store.</summary>
    public static Task PrepareAsync(IServiceProvider services)
    {
        var path = services.GetRequiredService<SqliteOptions>().Path;
        if (!File.Exists(path))
        {
            // An empty file is an empty database; made here so that nobody else may read it, its journals included.
            SecretFile.Write(path, []);
        }

        return services.GetRequiredService<SqliteDatabase>().MigrateAsync();
    }

    /// <summary>Starts the relays and picks up the groups that were open.</summary>
    public static Task StartAsync(IServiceProvider services)
    {
        services.GetRequiredService<IRelays>();
        return services.GetRequiredService<EmbeddedGroups>().StartAsync();
    }

    /// <summary>UDP ports of this machine's relays.</summary>
    public static IReadOnlyList<int> RelayPorts(IServiceProvider services) =>
        services.GetRequiredService<IRelays>() is RelayDirectory relays ? relays.Ports : [];

    private static RelayOptions Relay(ServerOptions options, int index)
    {
        var relay = new RelayOptions
        {
            Id = $"relay-{index + 1}",
            Port = options.RelayPort == 0 ? 0 : options.RelayPort + index,
            BindAddress = options.IsPublic ? null : options.Advertise.FirstOrDefault() ?? IPAddress.Loopback,
        };
        foreach (var address in options.Advertise)
        {
            relay.Advertise.Add(address.ToString());
        }

        return relay;
    }
}
