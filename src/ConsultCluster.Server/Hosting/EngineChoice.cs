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
        services.AddSingleton(s => UdpRelay.Start(Relay(options), s.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<IRelays>(s => new RelayDirectory([s.GetRequiredService<UdpRelay>()]));
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

    /// <summary>Starts the relay and picks up the groups that were open.</summary>
    public static Task StartAsync(IServiceProvider services)
    {
        services.GetRequiredService<IRelays>();
        return services.GetRequiredService<EmbeddedGroups>().StartAsync();
    }

    private static RelayOptions Relay(ServerOptions options)
    {
        var relay = new RelayOptions
        {
            Port = options.RelayPort,
            BindAddress = options.IsPublic ? null : options.Advertise.FirstOrDefault() ?? IPAddress.Loopback,
        };
        foreach (var address in options.Advertise)
        {
            relay.Advertise.Add(address.ToString());
        }

        return relay;
    }
}
