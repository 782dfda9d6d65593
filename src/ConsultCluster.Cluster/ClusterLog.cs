using ConsultCluster.Domain;
using ConsultCluster.Ports.Accounts;
using Microsoft.Extensions.Logging;

namespace ConsultCluster.Cluster;

internal static partial class ClusterLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Group {Group}: its reminder could not be changed; trying again with the next call")]
    public static partial void ReminderFailed(ILogger logger, Exception error, GroupId group);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Group {Group}: the database cannot serve its reminder, which will come again: {Reason}")]
    public static partial void WakeFailed(ILogger logger, GroupId group, string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Group {Group}: a subscriber does not answer; retrying")]
    public static partial void ReceiverSilent(ILogger logger, Exception error, GroupId group);

    [LoggerMessage(Level = LogLevel.Information, Message = "Group {Group}: a subscriber has not renewed and is removed")]
    public static partial void ReceiverForgotten(ILogger logger, GroupId group);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Group {Group}: a subscriber is too slow and missed events")]
    public static partial void ReceiverTooSlow(ILogger logger, GroupId group);

    [LoggerMessage(Level = LogLevel.Debug, Message = "A group's silo does not answer; trying again")]
    public static partial void CallFailed(ILogger logger, Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Group {Group}: the subscription could not be renewed; trying again")]
    public static partial void RenewFailed(ILogger logger, Exception error, GroupId group);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Silo {Silo} ended without leaving the cluster, and no other silo is active; it is declared dead")]
    public static partial void CrashedSilo(ILogger logger, SiloAddress silo);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Silo {Silo} refuses connections of this machine and yet writes that it is alive. Open its silo port to this machine, and give every server an --advertise that the others can reach")]
    public static partial void SiloOutOfReach(ILogger logger, SiloAddress silo);

    [LoggerMessage(Level = LogLevel.Information, Message = "Silos of the cluster: {Silos}")]
    public static partial void SilosChanged(ILogger logger, string silos);

    [LoggerMessage(Level = LogLevel.Debug, Message = "No silo tells who is alive; trying again")]
    public static partial void WatchFailed(ILogger logger, Exception? error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Silo {Silo} does not say which groups it has; they are left out")]
    public static partial void LookFailed(ILogger logger, Exception error, SiloAddress silo);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Silo {Silo} does not tell its clock; it is left out")]
    public static partial void ClockNotTold(ILogger logger, Exception error, SiloAddress silo);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database does not answer; stopping without leaving the cluster. The other silos notice by themselves")]
    public static partial void StopWithoutDatabase(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No silo can be reached yet; trying again: {Reason}")]
    public static partial void NoSiloYet(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Group {Group} is active, epoch {Epoch}, {Seats} seats held")]
    public static partial void Activated(ILogger logger, GroupId group, long epoch, int seats);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Group {Group} is deactivated")]
    public static partial void Rested(ILogger logger, GroupId group);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Group {Group}: saving failed; retrying")]
    public static partial void SaveFailed(ILogger logger, Exception error, GroupId group);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Group {Group} was saved by another process; reading it again")]
    public static partial void Stale(ILogger logger, GroupId group);

    [LoggerMessage(Level = LogLevel.Error, Message = "Group {Group}: a turn failed")]
    public static partial void TurnFailed(ILogger logger, Exception error, GroupId group);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Group {Group}: an order to relay {Relay} failed")]
    public static partial void RelayFailed(ILogger logger, Exception error, GroupId group, RelayId relay);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Group {Group}: relay {Relay} refused an order: {Code}")]
    public static partial void RelayRefused(ILogger logger, GroupId group, RelayId relay, string code);

    [LoggerMessage(Level = LogLevel.Information, Message = "Group {Group}: media of {Terminal} moved from relay {From} to {To}")]
    public static partial void Moved(ILogger logger, GroupId group, TerminalId terminal, RelayId from, RelayId to);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sessions on relay {Relay} could not be listed; terminals will offer again")]
    public static partial void TakeUpFailed(ILogger logger, Exception error, RelayId relay);

    [LoggerMessage(Level = LogLevel.Error, Message = "An observer threw")]
    public static partial void ObserverFailed(ILogger logger, Exception error);

    [LoggerMessage(Level = LogLevel.Information, Message = "Group {Group}: the route between relays {From} and {To} leads over {Via}, before over {Before}")]
    public static partial void Rerouted(ILogger logger, GroupId group, RelayId from, RelayId to, string via, string before);

    [LoggerMessage(Level = LogLevel.Error, Message = "Rebalancing failed; retrying in 1 s")]
    public static partial void BalanceFailed(ILogger logger, Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Relay {Relay} is silent for the relays of other processes: its media moves, though its process still sends heartbeats")]
    public static partial void Unheard(ILogger logger, RelayId relay);

    [LoggerMessage(Level = LogLevel.Information, Message = "Relay {Relay} is heard again")]
    public static partial void HeardAgain(ILogger logger, RelayId relay);

    [LoggerMessage(Level = LogLevel.Error, Message = "Watching relays failed; retrying")]
    public static partial void RelayWatchFailed(ILogger logger, Exception? error);

    [LoggerMessage(Level = LogLevel.Error, Message = "Choosing routes failed; retrying in 1 s")]
    public static partial void RoutesFailed(ILogger logger, Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Group {Group}: a save whose answer was lost had been committed")]
    public static partial void SavedAfterAll(ILogger logger, GroupId group);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Group {Group} lives in another silo now; this activation ends")]
    public static partial void TakenOver(ILogger logger, GroupId group);

    [LoggerMessage(Level = LogLevel.Information, Message = "Group {Group}: the server of terminal {Terminal} has not renewed its seat, which is held now")]
    public static partial void LeaseRanOut(ILogger logger, GroupId group, TerminalId terminal);

    [LoggerMessage(Level = LogLevel.Warning, Message = "This machine's clock is {Seconds:F1} s ahead of the database's (behind if negative). Set both by NTP")]
    public static partial void ClockOff(ILogger logger, double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database did not tell its time; comparing clocks again in a minute")]
    public static partial void ClockUnknown(ILogger logger, Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The grain storage failed ({Operation}); groups go on without it. Trying again in 5 s")]
    public static partial void GrainStorageFailed(ILogger logger, Exception error, string operation);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The file {File} with the groups' last placement is damaged and made anew; relays are asked instead")]
    public static partial void StateFileDamaged(ILogger logger, Exception error, string file);

    [LoggerMessage(Level = LogLevel.Information, Message = "Node {Node} is drained again, as ordered before it restarted")]
    public static partial void DrainedAgain(ILogger logger, string node);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Node {Node} is to be drained as before, but not now: {Code}")]
    public static partial void DrainRefused(ILogger logger, string node, string code);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The drain orders could not be checked; trying again")]
    public static partial void DrainsFailed(ILogger logger, Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Accounts cannot be read now; groups take their changes later")]
    public static partial void AccountsUnread(ILogger logger, Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "Looking at accounts failed; trying again")]
    public static partial void AccountWatchFailed(ILogger logger, Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Group {Group} could not be told of a changed account")]
    public static partial void AccountChangeUntold(ILogger logger, Exception error, GroupId group);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A changed account ({Kind}) is not yet known to {Groups} groups; telling them again in 1 s")]
    public static partial void AccountChangePending(ILogger logger, AccountChangeKind kind, int? groups);
}
