using ConsultCluster.Server.Hubs;
using ConsultCluster.Server.Hubs.Connections;
using ConsultCluster.Server.Tokens;
using ConsultCluster.Server.Whip;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;

namespace ConsultCluster.Server.Hosting;

/// <summary>Services of hub, tokens, WHIP and WHEP.</summary>
internal static class HubServices
{
    /// <summary>A terminal that is silent for two of these and a half is lost; well below the 10 s in which all are to be back.</summary>
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(3);

    public static void Add(IServiceCollection services)
    {
        services.AddSignalR(o =>
        {
            o.MaximumReceiveMessageSize = TerminalConnection.MaxMessage;
            o.KeepAliveInterval = KeepAlive;
            o.ClientTimeoutInterval = TerminalConnection.MaxSilence;
            o.HandshakeTimeout = TimeSpan.FromSeconds(10);
            o.MaximumParallelInvocationsPerClient = 1;
            o.EnableDetailedErrors = false;
        });
        // The last one of a name counts.
        services.AddSingleton<IHubProtocol>(s => new ConsultationHubProtocol(new JsonHubProtocol(s.GetRequiredService<IOptions<JsonHubProtocolOptions>>())));
        services.AddSingleton<HubLimitLog>();
        services.AddSingleton<TokenConnects>();
        services.AddSingleton<TerminalConnections>();
        services.AddSingleton<GroupRooms>();
        services.AddSingleton<SeatKeeper>();
        services.AddSingleton<RetryKeys>();
        services.AddSingleton<MediaResources>();
        services.AddSingleton<TokenKeys>();
        services.AddHostedService<TokenKeyRefresh>();
        services.AddSingleton<TokenGate>();
    }
}
