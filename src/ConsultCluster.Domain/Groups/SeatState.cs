namespace ConsultCluster.Domain.Groups;

/// <summary>A seat's state in the group. Its relays are part of the <see cref="Media.MediaPlan"/>.</summary>
/// <param name="Member">The member as others see it.</param>
/// <param name="HeldUntil">When the seat is given up; null while signalling is connected.</param>
/// <param name="Sends">Media of the terminal arrives at a relay, by the media plan's last report.</param>
/// <param name="Receives">The terminal confirmed receiving media, by the media plan's last report.</param>
public sealed record SeatState(Member Member, DateTimeOffset? HeldUntil, bool Sends, bool Receives)
{
    /// <summary>The seat's terminal.</summary>
    public TerminalId Terminal => Member.Terminal;

    /// <summary>It is a WHIP or WHEP session, with no signalling besides.</summary>
    public bool IsMediaOnly => Member.TerminalKind is TerminalKind.Whip or TerminalKind.Whep;

    /// <summary>True when the member's token allows all of these.</summary>
    public bool May(Permissions wanted) => (Member.Permissions & wanted) == wanted;
}
