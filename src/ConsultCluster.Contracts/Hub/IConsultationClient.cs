namespace ConsultCluster.Contracts.Hub;

/// <summary>
/// Methods that the hub calls on a terminal. Group notices carry a <c>sequence</c> that grows by one.
/// </summary>
public interface IConsultationClient
{
    /// <summary>A member entered, or returned to a held seat.</summary>
    Task Entered(EnteredNotice notice);

    /// <summary>The connection-success notice: media flows both ways between these terminals.</summary>
    Task Connected(ConnectedNotice notice);

    /// <summary>A member's presence changed: <c>entered</c>, <c>connected</c> or <c>reconnecting</c>.</summary>
    Task Presence(PresenceNotice notice);

    /// <summary>A member's muted sources changed.</summary>
    Task Muted(MutedNotice notice);

    /// <summary>A member's network quality, up and down. Repeats the last sequence number.</summary>
    Task Quality(QualityNotice notice);

    /// <summary>A member's terminal cannot decode what others send. Repeats the last sequence number.</summary>
    Task Undecodable(UndecodableNotice notice);

    /// <summary>A chat message.</summary>
    Task Message(MessageNotice notice);

    /// <summary>A member left or was removed.</summary>
    Task Left(LeftNotice notice);

    /// <summary>The consultation ended; the hub closes the connection afterwards.</summary>
    Task Ended(EndedNotice notice);

    /// <summary>Notices up to this sequence number may be missing, though nothing follows: the same as a gap.</summary>
    Task Missed(MissedNotice notice);

    /// <summary>Assignment of this terminal's receive slots. No sequence, because only this terminal gets it.</summary>
    Task Slots(SlotDto[] slots);

    /// <summary>
    /// The terminal's standby session on this relay is now its session; the previous one has ended. Later slots belong
    /// to the new session. A terminal without a standby session there offers again.
    /// </summary>
    Task MediaMoved(string relayId);

    /// <summary>The terminal has no standby session and should offer one.</summary>
    Task Standby();

    /// <summary>The relay lost this terminal's session; the terminal must offer again.</summary>
    Task OfferAgain();
}
