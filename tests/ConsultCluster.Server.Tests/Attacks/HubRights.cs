using System.Net.WebSockets;
using ConsultCluster.Contracts.Hub;
using ConsultCluster.Testing.Hub;

namespace ConsultCluster.Server.Tests.Attacks;

/// <summary>Who calls the hub, in the order of the columns of <see cref="HubRights"/>.</summary>
internal enum HubCaller
{
    Unentered,
    Removed,
    Applicant,
    Coordinator,
    Expert,
    Guest,
    Observer,
    Demoted,
}

/// <summary>What every method of the hub answers to everybody, and how a test calls it.</summary>
internal static class HubRights
{
    /// <summary>Answer of a connection that was closed before it could answer: it has no rights either.</summary>
    public const string Closed = "closed";

    private const string NoSeat = "member.unknown";
    private const string NotAllowed = "permission.missing";

    /// <summary>
    /// For each method: connection that has not entered, connection of a removed member, applicant, coordinator, expert, guest, observer, coordinator whose account became an
    /// expert's. <c>ok</c> is anything that does not refuse the caller.
    /// </summary>
    private const string Table = """
        Enter         ok  no  ok  ok  ok  ok  ok  ok
        Probes        no  no  ok  ok  ok  ok  ok  ok
        Locate        no  no  ok  ok  ok  ok  ok  ok
        Offer         no  no  ok  ok  ok  ok  ok  ok
        OfferStandby  no  no  ok  ok  ok  ok  ok  ok
        UseStandby    no  no  ok  ok  ok  ok  ok  ok
        SetMuted      no  no  ok  ok  ok  ok  ok  ok
        MuteOther     no  no  ok  ok  not not not not
        SendMessage   no  no  ok  ok  ok  ok  not ok
        Messages      no  no  ok  ok  ok  ok  ok  ok
        Snapshot      no  no  ok  ok  ok  ok  ok  ok
        Ping          ok  ok  ok  ok  ok  ok  ok  ok
        Remove        no  no  ok  ok  not not not not
        Close         no  no  ok  ok  not not not not
        Leave         no  no  ok  ok  ok  ok  ok  ok
        """;

    /// <summary>Method and what each <see cref="HubCaller"/> is refused with, null for nothing; in an order in which each can be called after the ones before.</summary>
    public static IReadOnlyList<(string Method, string?[] Refusals)> Rows { get; } =
    [
        .. Table.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(words =>
            (words[0], words[1..].Select(word => word switch { "no" => NoSeat, "not" => NotAllowed, _ => null }).ToArray())),
    ];

    /// <summary>The code with which the caller is refused; null when it is not, or only for what it asks.</summary>
    /// <param name="victim">Another terminal of the group.</param>
    public static async Task<string?> CallAsync(HubTerminal terminal, string method, string seatKey, string victim)
    {
        string? code;
        try
        {
            code = await CodeAsync(terminal, method, seatKey, victim);
        }
        catch (Exception e) when (e is InvalidOperationException or OperationCanceledException or IOException or WebSocketException)
        {
            return Closed;
        }

        return code is NoSeat or NotAllowed || code?.StartsWith("token.", StringComparison.Ordinal) == true ? code : null;
    }

    private static async Task<string?> CodeAsync(HubTerminal terminal, string method, string seatKey, string victim)
    {
        IReply reply = method switch
        {
            nameof(IConsultationHub.Enter) => await terminal.Enter(new EnterRequest(seatKey)),
            nameof(IConsultationHub.Probes) => await terminal.Probes(null),
            nameof(IConsultationHub.Locate) => await terminal.Locate(new LocateRequest(null, null)),
            nameof(IConsultationHub.Offer) => await terminal.Offer(new OfferRequest("v=0", [], null, null)),
            nameof(IConsultationHub.OfferStandby) => await terminal.OfferStandby(new OfferRequest("v=0", [], null, null)),
            nameof(IConsultationHub.UseStandby) => await terminal.UseStandby(null),
            nameof(IConsultationHub.SetMuted) => await terminal.SetMuted(["camera"]),
            nameof(IConsultationHub.MuteOther) => await terminal.MuteOther(new MuteOtherRequest(victim, ["microphone"])),
            nameof(IConsultationHub.SendMessage) => await terminal.SendMessage(new SendMessageRequest("m-" + seatKey, "hello")),
            nameof(IConsultationHub.Messages) => await terminal.Messages(null),
            nameof(IConsultationHub.Snapshot) => await terminal.Snapshot(),
            nameof(IConsultationHub.Ping) => await terminal.Ping(),
            nameof(IConsultationHub.Remove) => await terminal.Remove(victim),
            nameof(IConsultationHub.Close) => await terminal.Close(),
            nameof(IConsultationHub.Leave) => await terminal.Leave(),
            _ => throw new ArgumentException($"The test does not know how to call {method}.", nameof(method)),
        };
        return reply.Error?.Code;
    }
}
