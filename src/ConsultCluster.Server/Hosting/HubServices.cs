using ConsultCluster.Server.Hubs;
using ConsultCluster.Server.Tokens;
using ConsultCluster.Server.Whip;

namespace ConsultCluster.Server.Hosting;

/// <summary>Services of hub, tokens, WHIP and WHEP.</summary>
internal static class HubServices
{
    /// <summary>An offer of 256 KiB with its line ends escaped, and what stands around it.</summary>
    private const long MaxMessage = 384 * 1024;

    /// <summary>A terminal that is silent for two of these and a half is lost; well below the 10 s in which all are to be back.</summary>
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan ClientTimeout = TimeSpan.FromSeconds(15);

    public static void Add(IServiceCollection services)
    {
        services.AddSignalR(o =>
        {
            o.MaximumReceiveMessageSize = MaxMessage;
            o.KeepAliveInterval = KeepAlive;
            o.ClientTimeoutInterval = ClientTimeout;
            o.HandshakeTimeout = TimeSpan.FromSeconds(10);
            o.MaximumParallelInvocationsPerClient = 1;
            o.EnableDetailedErrors = false;
        });
        services.AddSingleton<GroupRooms>();
        services.AddSingleton<SeatKeeper>();
        services.AddSingleton<RetryKeys>();
        services.AddSingleton<MediaResources>();
        services.AddSingleton<TokenKeys>();
        services.AddHostedService<TokenKeyRefresh>();
        services.AddSingleton<TokenGate>();
    }
}
