using ConsultCluster.Domain;
using Microsoft.Extensions.Logging;

namespace ConsultCluster.Cluster;

internal static partial class ClusterLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Group {Group}: its reminder could not be changed; trying again with the next call")]
    public static partial void ReminderFailed(ILogger logger, Exception error, GroupId group);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Group {Group}: the database cannot serve its reminder; it will come again")]
    public static partial void WakeFailed(ILogger logger, Exception error, GroupId group);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Group {Group}: a listener in another process does not answer; trying again")]
    public static partial void ListenerSilent(ILogger logger, Exception error, GroupId group);

    [LoggerMessage(Level = LogLevel.Information, Message = "Group {Group}: a listener in another process was not heard of for long and is forgotten")]
    public static partial void ListenerForgotten(ILogger logger, GroupId group);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Group {Group}: a listener in another process is too slow and lost news")]
    public static partial void ListenerTooSlow(ILogger logger, GroupId group);

    [LoggerMessage(Level = LogLevel.Debug, Message = "A group's silo does not answer; trying again")]
    public static partial void CallFailed(ILogger logger, Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Group {Group}: the subscription could not be renewed; trying again")]
    public static partial void RenewFailed(ILogger logger, Exception error, GroupId group);

    [LoggerMessage(Level = LogLevel.Information, Message = "Group {Group} is in another place now; it is heard again, {Present} terminals of this process are still there")]
    public static partial void HeardAgain(ILogger logger, GroupId group, int present);

    [LoggerMessage(Level = LogLevel.Information, Message = "Silos of the cluster: {Silos}")]
    public static partial void SilosChanged(ILogger logger, string silos);

    [LoggerMessage(Level = LogLevel.Debug, Message = "No silo tells who is alive; trying again")]
    public static partial void WatchFailed(ILogger logger, Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Silo {Silo} does not say which groups it has; they are left out")]
    public static partial void LookFailed(ILogger logger, Exception error, SiloAddress silo);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database does not answer; stopping without leaving the cluster. The other silos notice by themselves")]
    public static partial void StopWithoutDatabase(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No silo can be reached yet; trying again: {Reason}")]
    public static partial void NoSiloYet(ILogger logger, string reason);
}
