namespace ConsultCluster.Server.Hubs.Connections;

/// <summary>Names of the hub's limits, as the tag of the counter and in the audit.</summary>
internal static class HubLimit
{
    /// <summary>Connections of one token at once.</summary>
    public const string TokenConnections = "token_connections";

    /// <summary>Connections from one network at once.</summary>
    public const string AddressConnections = "address_connections";

    /// <summary>How often one token connects.</summary>
    public const string Connects = "connects";

    /// <summary>Time in which a connection has to enter.</summary>
    public const string EnterTime = "enter_time";

    /// <summary>Size of a message.</summary>
    public const string MessageSize = "message_size";

    /// <summary>Calls, pings and whatever else a connection sends.</summary>
    public const string Calls = "calls";

    /// <summary>Chat of a member or a group.</summary>
    public const string Chat = "chat";

    /// <summary>Silence. Counted only: a lost network is no attack.</summary>
    public const string Silence = "silence";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
        [TokenConnections, AddressConnections, Connects, EnterTime, MessageSize, Calls, Chat, Silence];
}
