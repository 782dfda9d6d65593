namespace ConsultCluster.Contracts.Hub;

/// <summary>
/// Methods that a terminal may call on <c>/hub/consultation</c>, after connecting with its token as
/// <c>access_token</c>. A refusal is part of the reply; the connection stays open. A method that does not exist is
/// refused with <c>request.unknown_method</c>, arguments of another form with <c>request.invalid</c>.
/// </summary>
public interface IConsultationHub
{
    /// <summary>Takes the seat; the first call on every connection. With the same seat key it resumes the seat.</summary>
    Task<Reply<EnterReply>> Enter(EnterRequest request);

    /// <summary>A few relays to which the terminal should measure its round trip, to send it with its offers.</summary>
    /// <param name="region">Region label of the terminal's site, or null.</param>
    Task<Reply<ProbeDto[]>> Probes(string? region);

    /// <summary>
    /// Reports round trips measured after the offer. The group moves the terminal's media when another relay is clearly
    /// nearer.
    /// </summary>
    Task<Reply> Locate(LocateRequest request);

    /// <summary>
    /// Sends the terminal's session description and returns the relay's. Once per stay, and again after a lost relay.
    /// </summary>
    Task<Reply<OfferReply>> Offer(OfferRequest request);

    /// <summary>
    /// Opens a second, silent session on another relay, to which media moves when the first relay fails. Replaces the
    /// previous standby session, which the terminal closes when the new one is connected. Refused with <c>relay.no_standby</c> while there is no second relay; the notice
    /// <c>Standby</c> says when there is.
    /// </summary>
    Task<Reply<OfferReply>> OfferStandby(OfferRequest request);

    /// <summary>
    /// Moves the terminal to its standby session because the active one is silent or failed; the notice
    /// <c>MediaMoved</c> follows.
    /// </summary>
    /// <param name="relayId">
    /// Relay of the standby session, from its reply. A terminal that has already moved there gets the notice again.
    /// </param>
    Task<Reply> UseStandby(string? relayId);

    /// <summary>Sets the caller's own muted sources: <c>microphone</c>, <c>camera</c>, <c>screen</c>.</summary>
    Task<Reply> SetMuted(string[] muted);

    /// <summary>
    /// Mutes sources of another terminal; needs the permission <c>moderate</c>. Only that terminal can unmute itself.
    /// </summary>
    Task<Reply> MuteOther(MuteOtherRequest request);

    /// <summary>Removes another terminal; needs the permission <c>moderate</c>.</summary>
    Task<Reply> Remove(string terminalId);

    /// <summary>Records a chat message. Refused with <c>chat.too_many</c> when the person or the group writes too much.</summary>
    Task<Reply<ChatMessageDto>> SendMessage(SendMessageRequest request);

    /// <summary>An earlier page of the chat.</summary>
    /// <param name="before">The <c>earlier</c> of a page; null for the last page.</param>
    Task<Reply<ChatPageDto>> Messages(string? before);

    /// <summary>The group's current state; requested after a gap in the sequence.</summary>
    Task<Reply<GroupDto>> Snapshot();

    /// <summary>
    /// Does nothing. The server answers by itself, without the group, so a terminal without an answer knows that the connection
    /// is dead. Answers come in the order of the calls.
    /// </summary>
    Task<Reply> Ping();

    /// <summary>Leaves and gives up the seat.</summary>
    Task<Reply> Leave();

    /// <summary>Closes the consultation for everyone; needs the permission <c>close</c>.</summary>
    Task<Reply> Close();
}
