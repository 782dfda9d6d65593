using System.Net;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using Microsoft.Extensions.Logging;

namespace ConsultCluster.Relay;

/// <summary>A relay's log messages: ids only, never contents of a description or packet.</summary>
internal static partial class RelayLog
{
    [LoggerMessage(1, LogLevel.Information, "Relay {Relay} listens on UDP {EndPoint}; candidates {Candidates}; receive buffer {ReceiveBuffer} B, send buffer {SendBuffer} B.")]
    public static partial void Started(ILogger logger, RelayId relay, IPEndPoint endPoint, string candidates, int receiveBuffer, int sendBuffer);

    [LoggerMessage(2, LogLevel.Information, "Relay {Relay} has stopped.")]
    public static partial void Stopped(ILogger logger, RelayId relay);

    [LoggerMessage(3, LogLevel.Error, "An error in the relay's loop; it continues.")]
    public static partial void LoopFault(ILogger logger, Exception exception);

    [LoggerMessage(4, LogLevel.Information, "Session of {Terminal} in {Group} is open.")]
    public static partial void SessionOpened(ILogger logger, GroupId group, TerminalId terminal);

    [LoggerMessage(5, LogLevel.Information, "Session of {Terminal} in {Group} is gone: {Reason}.")]
    public static partial void SessionGone(ILogger logger, GroupId group, TerminalId terminal, string reason);

    [LoggerMessage(6, LogLevel.Information, "Offer of {Terminal} in {Group} refused: {Code}.")]
    public static partial void OfferRefused(ILogger logger, GroupId group, TerminalId terminal, string code);

    [LoggerMessage(7, LogLevel.Warning, "Refused an order of epoch {Epoch} for {Group}: the newest epoch is {Newest}.")]
    public static partial void StaleEpoch(ILogger logger, GroupId group, long epoch, long newest);

    [LoggerMessage(17, LogLevel.Information, "Ignored an order for {Terminal} in {Group}: generation {Generation} is stale.")]
    public static partial void StaleGeneration(ILogger logger, GroupId group, TerminalId terminal, long generation);

    [LoggerMessage(8, LogLevel.Error, "An observer of {Group} failed.")]
    public static partial void ObserverFailed(ILogger logger, Exception exception, GroupId group);

    [LoggerMessage(9, LogLevel.Information, "Media of {Terminal} in {Group}: sends {Sends}, receives {Receives}.")]
    public static partial void MediaChanged(ILogger logger, GroupId group, TerminalId terminal, bool sends, bool receives);

    [LoggerMessage(17, LogLevel.Information, "Standby session of {Terminal} in {Group} is active.")]
    public static partial void SessionActivated(ILogger logger, GroupId group, TerminalId terminal);

    [LoggerMessage(11, LogLevel.Information, "Relay {Relay} opens a link to {Peer}, generation {Generation}.")]
    public static partial void LinkOrdered(ILogger logger, RelayId relay, RelayId peer, long generation);

    [LoggerMessage(12, LogLevel.Information, "Relay {Relay} removed its link to {Peer}.")]
    public static partial void LinkRemoved(ILogger logger, RelayId relay, RelayId peer);

    [LoggerMessage(13, LogLevel.Information, "The link from {Relay} to {Peer} is up.")]
    public static partial void LinkUp(ILogger logger, RelayId relay, RelayId peer);

    [LoggerMessage(14, LogLevel.Warning, "The link from {Relay} to {Peer} is silent.")]
    public static partial void LinkSilent(ILogger logger, RelayId relay, RelayId peer);

    [LoggerMessage(15, LogLevel.Warning, "Refused an order for the link from {Relay} to {Peer}: generation {Generation} is stale.")]
    public static partial void StaleLink(ILogger logger, RelayId relay, RelayId peer, long generation);

    [LoggerMessage(16, LogLevel.Error, "An observer of the link to {Peer} failed.")]
    public static partial void LinkObserverFailed(ILogger logger, Exception exception, RelayId peer);

    [LoggerMessage(17, LogLevel.Warning, "Terminal {Terminal} of group {Group} cannot decode the {Source} of terminal {Publisher}: {Codec}.")]
    public static partial void Undecodable(ILogger logger, GroupId group, TerminalId terminal, MediaSource source, TerminalId publisher, string codec);

    [LoggerMessage(10, LogLevel.Error, "Relay {Relay} does not stop; its memory is not freed.")]
    public static partial void StopFailed(ILogger logger, RelayId relay);
}
