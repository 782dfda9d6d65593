using ConsultCluster.Domain;

namespace ConsultCluster.Relay.Remote;

/// <summary>Log messages of both ends of the node link; ids and reasons only.</summary>
internal static partial class NodeLog
{
    [LoggerMessage(1, LogLevel.Information, "Node {Node} joined from {Address}, region '{Region}', with {Relays} relays and {Sessions} sessions.")]
    public static partial void NodeJoined(ILogger logger, string node, string address, string region, int relays, int sessions);

    [LoggerMessage(2, LogLevel.Warning, "A node at {Address} was refused ({Code}): {Reason}")]
    public static partial void NodeRefused(ILogger logger, string address, string code, string reason);

    [LoggerMessage(3, LogLevel.Warning, "Node {Node} has been silent for {Milliseconds} ms.")]
    public static partial void NodeSilent(ILogger logger, string node, long milliseconds);

    [LoggerMessage(4, LogLevel.Information, "Node {Node} is active again.")]
    public static partial void NodeActiveAgain(ILogger logger, string node);

    [LoggerMessage(5, LogLevel.Warning, "Node {Node} left: {Why}.")]
    public static partial void NodeLeft(ILogger logger, string node, string why);

    [LoggerMessage(6, LogLevel.Warning, "The link of node {Node} ended ({Code}): {Reason}")]
    public static partial void LinkFault(ILogger logger, string node, string code, string reason);

    [LoggerMessage(7, LogLevel.Information, "Node {Node}: draining {IsDraining}, empty {IsEmpty}.")]
    public static partial void DrainStateChanged(ILogger logger, string node, bool isDraining, bool isEmpty);

    [LoggerMessage(8, LogLevel.Error, "An observer of {Group} failed.")]
    public static partial void ObserverFailed(ILogger logger, Exception exception, GroupId group);

    [LoggerMessage(9, LogLevel.Error, "An observer of the links to {Relay} failed.")]
    public static partial void LinkObserverFailed(ILogger logger, Exception exception, RelayId relay);

    [LoggerMessage(10, LogLevel.Error, "The relay nodes cannot be read from the database; those that are known go on, and nobody can be enrolled. Retrying.")]
    public static partial void RegisterUnreadable(ILogger logger, Exception exception);

    [LoggerMessage(11, LogLevel.Warning, "The join of {Node} could not be recorded; it joined all the same.")]
    public static partial void JoinUnrecorded(ILogger logger, Exception exception, string node);

    [LoggerMessage(12, LogLevel.Warning, "A refused node ({Code}) could not be recorded.")]
    public static partial void RefusalUnrecorded(ILogger logger, Exception exception, string code);

    [LoggerMessage(13, LogLevel.Error, "Relay {Relay} answered a terminal with another certificate than its node vouched for; the answer was dropped and the node's link ended.")]
    public static partial void WrongFingerprint(ILogger logger, RelayId relay);

    [LoggerMessage(20, LogLevel.Information, "Joined {Control} as {Node}.")]
    public static partial void Joined(ILogger logger, Uri control, string node);

    [LoggerMessage(21, LogLevel.Warning, "{Control} cannot be reached: {Why} Retrying.")]
    public static partial void Unreachable(ILogger logger, Uri control, string why);

    [LoggerMessage(22, LogLevel.Error, "{Control} refused this node ({Code}): {Reason}")]
    public static partial void Refused(ILogger logger, Uri control, string code, string reason);

    [LoggerMessage(23, LogLevel.Warning, "The link to {Control} was lost; calls go on, reconnecting.")]
    public static partial void LinkLost(ILogger logger, Uri control);

    [LoggerMessage(24, LogLevel.Warning, "Refused an order to {Relay}: it is more than {Seconds} s old.")]
    public static partial void StaleOrder(ILogger logger, string relay, double seconds);

    [LoggerMessage(25, LogLevel.Error, "Relay {Relay} failed to execute an order.")]
    public static partial void OrderFailed(ILogger logger, Exception exception, string relay);

    [LoggerMessage(27, LogLevel.Warning, "{Control} does not let this node in yet ({Code}): {Reason} Asking again.")]
    public static partial void Waiting(ILogger logger, Uri control, string code, string reason);

    [LoggerMessage(26, LogLevel.Information, "Draining: {Sessions} sessions left, waiting at most {Seconds} s.")]
    public static partial void Draining(ILogger logger, int sessions, double seconds);
}
