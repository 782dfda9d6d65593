using ConsultCluster.Engine.Embedded;
using ConsultCluster.Engine.Groups;
using ConsultCluster.Engine.Relays;
using ConsultCluster.Relay;

namespace ConsultCluster.Server.Hosting;

/// <summary>The engine and its relays: the one place that may choose between engines.</summary>
internal static class EngineChoice
{
    public static void Add(IServiceCollection services, ServerOptions options, string data)
    {
        StoreChoice.Add(services, options, data);
        services.AddSingleton(s => OwnRelays.Start(options, s.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<IRelays>(s => s.GetRequiredService<RelayDirectory>());
        services.AddSingleton<EmbeddedOptions>();
        services.AddSingleton<EmbeddedGroups>();
        services.AddSingleton<IConsultationGroups>(s => s.GetRequiredService<EmbeddedGroups>());
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
}
