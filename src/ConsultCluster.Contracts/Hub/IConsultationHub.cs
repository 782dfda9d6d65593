namespace ConsultCluster.Contracts.Hub;

/// <summary>
/// What a terminal may call on <c>/hub/consultation</c>, after connecting with its token as <c>access_token</c>.
/// Refusals come back in the reply; the connection stays.
/// </summary>
public interface IConsultationHub
{
    /// <summary>Takes the seat; the first call on every connection. With the same seat key it resumes the seat.</summary>
    Task<Reply<EnterReply>> Enter(EnterRequest request);

    /// <summary>A handful of relays to which the terminal should measure its round trip, to send it with its offers.</summary>
    /// <param name="region">Region label of the terminal's site, or null.</param>
    Task<Reply<ProbeDto[]>> Probes(string? region);

    /// <summary>Says what the terminal has measured since it offered, now and then; its media follows where another relay is clearly nearer.</summary>
    Task<Reply> Locate(LocateRequest request);

    /// <summary>Sends the terminal's session description and gets the relay's. Once for the stay; again after a lost relay.</summary>
    Task<Reply<OfferReply>> Offer(OfferRequest request);

    /// <summary>
    /// Opens a second session on another relay, connected and silent, to which media moves when the first relay fails. Replaces the
    /// standby session before. Refused with <c>relay.no_standby</c> while there is no second relay: the notice <c>Standby</c> says when.
    /// </summary>
    Task<Reply<OfferReply>> OfferStandby(OfferRequest request);

    /// <summary>Moves the terminal to its standby session, because the other is silent or failed; the notice <c>MediaMoved</c> follows.</summary>
    /// <param name="relayId">Where the standby session is, as its answer said; a terminal that is there already is told so again.</param>
    Task<Reply> UseStandby(string? relayId);

    /// <summary>Says which of the caller's own sources are muted: <c>microphone</c>, <c>camera</c>, <c>screen</c>.</summary>
    Task<Reply> SetMuted(string[] muted);

    /// <summary>Mutes sources of another terminal; needs the permission <c>moderate</c>. Only the other can unmute.</summary>
    Task<Reply> MuteOther(MuteOtherRequest request);

    /// <summary>Removes another terminal; needs the permission <c>moderate</c>.</summary>
    Task<Reply> Remove(string terminalId);

    /// <summary>Records a chat message.</summary>
    Task<Reply<ChatMessageDto>> SendMessage(SendMessageRequest request);

    /// <summary>The group as it is now; asked for when an event's sequence leaves a gap.</summary>
    Task<Reply<GroupDto>> Snapshot();

    /// <summary>Leaves for good; the seat is free.</summary>
    Task<Reply> Leave();

    /// <summary>Closes the consultation for everyone; needs the permission <c>close</c>.</summary>
    Task<Reply> Close();
}
