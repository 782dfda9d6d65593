using ConsultCluster.Domain;
using Microsoft.Extensions.Logging;

namespace ConsultCluster.Cluster.Activations;

internal static partial class EngineLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Group {Group} is in memory, epoch {Epoch}, {Seats} seats held")]
    public static partial void Activated(ILogger logger, GroupId group, long epoch, int seats);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Group {Group} left memory")]
    public static partial void Rested(ILogger logger, GroupId group);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Group {Group}: the database cannot take what happened; trying again")]
    public static partial void SaveFailed(ILogger logger, Exception error, GroupId group);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Group {Group} was saved by another process; loading it again")]
    public static partial void Stale(ILogger logger, GroupId group);

    [LoggerMessage(Level = LogLevel.Error, Message = "Group {Group}: a turn failed")]
    public static partial void TurnFailed(ILogger logger, Exception error, GroupId group);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Group {Group}: relay {Relay} did not do as ordered")]
    public static partial void RelayFailed(ILogger logger, Exception error, GroupId group, RelayId relay);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Group {Group}: relay {Relay} refused an order: {Code}")]
    public static partial void RelayRefused(ILogger logger, GroupId group, RelayId relay, string code);

    [LoggerMessage(Level = LogLevel.Information, Message = "Group {Group}: media of {Terminal} moved from relay {From} to {To}")]
    public static partial void Moved(ILogger logger, GroupId group, TerminalId terminal, RelayId from, RelayId to);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What relay {Relay} holds could not be taken up; terminals will offer again")]
    public static partial void TakeUpFailed(ILogger logger, Exception error, RelayId relay);

    [LoggerMessage(Level = LogLevel.Error, Message = "An observer threw")]
    public static partial void ObserverFailed(ILogger logger, Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An observer is too slow and lost news")]
    public static partial void ObserverTooSlow(ILogger logger);

    [LoggerMessage(Level = LogLevel.Information, Message = "Group {Group}: relays {From} and {To} are joined over relay {Via}, before over {Before}")]
    public static partial void Rerouted(ILogger logger, GroupId group, RelayId from, RelayId to, string via, string before);

    [LoggerMessage(Level = LogLevel.Error, Message = "Whether terminals would be better elsewhere could not be looked at; trying again in a second")]
    public static partial void BalanceFailed(ILogger logger, Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Relay {Relay} is not heard by the relays of other processes: its media moves, though its process still speaks")]
    public static partial void Unheard(ILogger logger, RelayId relay);

    [LoggerMessage(Level = LogLevel.Information, Message = "Relay {Relay} is heard again")]
    public static partial void HeardAgain(ILogger logger, RelayId relay);

    [LoggerMessage(Level = LogLevel.Error, Message = "Whether relays are silent could not be looked at; trying again")]
    public static partial void WatchFailed(ILogger logger, Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "The ways between relays could not be looked at; trying again in a second")]
    public static partial void RoutesFailed(ILogger logger, Exception error);
}
