using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Domain.Tokens;
using ConsultCluster.Ports.Groups;
using ConsultCluster.Testing.Relays;

namespace ConsultCluster.Testing.Groups;

/// <summary>Short ways to a consultation with people in it.</summary>
public static class Scene
{
    public const Permissions Usual = Permissions.Publish | Permissions.Subscribe | Permissions.ShareScreen | Permissions.Chat;
    public const Permissions All = Usual | Permissions.Moderate | Permissions.Close;

    public static GroupId Id { get; } = new("g1");

    public static Actor Applicant { get; } = new(new PersonId("p_applicant"), All, "192.0.2.1");

    public static MediaOffer Offer { get; } = new("v=0", ImmutableDictionary<string, MediaSource>.Empty);

    public static ConsultationRequest Request(string group = "g1", string id = "r1", int capacity = 16) => new(
        new RequestId(id),
        new GroupId(group),
        Applicant.Person,
        "Dr. Li",
        "County hospital",
        null,
        new Patient("王芳", 61, "female", "110101196001011234", null),
        "Chest pain",
        "ECG second opinion",
        null,
        Urgency.Urgent,
        capacity);

    /// <summary>Where a terminal is that has measured these round trips, in milliseconds.</summary>
    public static Nearness Near(params (FakeRelay Relay, double Milliseconds)[] measured) =>
        new(null, [.. measured.Select(one => new RoundTrip(one.Relay.Id, one.Milliseconds))]);

    public static string SeatKey(string seed) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(seed))).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    public static TokenOrder Order(string person, Permissions permissions = Usual, bool singleUse = false, TimeSpan? lifetime = null) => new(
        new TokenId("t-" + person),
        Applicant,
        new PersonId(person),
        "Name of " + person,
        GroupRole.Expert,
        permissions,
        TerminalKind.Browser,
        singleUse,
        lifetime ?? TimeSpan.FromHours(1),
        "hash");

    public static Actor Person(string person, Permissions permissions = Usual) => new(new PersonId(person), permissions, "192.0.2.2");

    public static async Task<T> Value<T>(this Task<Outcome<T>> asked)
        where T : class
    {
        var outcome = await asked;
        Require(outcome.Refusal);
        return outcome.Value!;
    }

    public static async Task Done(this Task<Outcome> asked)
    {
        var outcome = await asked;
        Require(outcome.Refusal);
    }

    public static async Task<string?> Refusal<T>(this Task<Outcome<T>> asked)
        where T : class => (await asked).Refusal?.Code;

    public static async Task<(TokenClaims Claims, TerminalId Terminal)> SitAsync(this IConsultationGroup group, string person, Permissions permissions = Usual)
    {
        var claims = await group.IssueTokenAsync(Order(person, permissions)).Value();
        var seat = await group.EnterAsync(Entry(claims, person)).Value();
        return (claims, seat.Terminal);
    }

    public static Entry Entry(TokenClaims claims, string seatKey) => new(claims, SeatKey(seatKey), "192.0.2.7");

    private static void Require(Refusal? refusal)
    {
        if (refusal is not null)
        {
            throw new InvalidOperationException($"{refusal.Code}: {refusal.Reason}");
        }
    }
}
