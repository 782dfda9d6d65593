using System.Net.Http.Json;
using System.Text.Json;
using ConsultCluster.Contracts.Hub;
using ConsultCluster.Domain;
using ConsultCluster.Ports.Groups;
using ConsultCluster.Server.Hosting;
using ConsultCluster.Server.Hubs.Connections;
using ConsultCluster.Server.Tests.Scenes;
using ConsultCluster.Server.Tests.Telemetry;
using ConsultCluster.Server.Wire;
using Microsoft.Extensions.DependencyInjection;

namespace ConsultCluster.Server.Tests.Attacks;

/// <summary>A guest writes 2.6 MB in a minute; everybody who enters has to load all of it, and over 2 Mbit/s nobody enters any more.</summary>
[Trait("attack", "6")]
public sealed class EndlessChat
{
    /// <summary>More than a page, in messages as long as they may be.</summary>
    private const int Messages = 120;
    private const int Longest = 4000;

    /// <summary>Bytes of a page's texts in UTF-8, three to a Chinese character, and as much again as a message without text has, for 50.</summary>
    private const int MaxReply = (ChatPages.MaxCharacters * 3) + 20_000;

    [Fact]
    public async Task Enter_AfterMegabytesOfChat_GetsOnePageAndTheRestByPages()
    {
        await using var server = await TestServer.StartAsync(configure: Unlimited);
        using var applicant = await server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        await using var guest = await SeatedTerminal.TakeAsync(server, await applicant.IssueAsync(consultation.GroupId, Requests.Guest()));
        await WriteAsync(server, guest, Messages, new string('长', Longest));

        await using var late = await SeatedTerminal.TakeAsync(server, await applicant.EntryAsync(consultation.GroupId));

        Assert.InRange(JsonSerializer.SerializeToUtf8Bytes(late.Entered, Relaxed).Length, 1, MaxReply);
        var read = late.Entered.Messages.ToList();
        for (var earlier = late.Entered.Earlier; earlier is not null;)
        {
            var page = (await late.Terminal.Messages(earlier)).Value!;
            Assert.InRange(page.Messages.Sum(message => message.Text.Length), 1, ChatPages.MaxCharacters);
            read.InsertRange(0, page.Messages);
            earlier = page.Earlier;
        }

        Assert.Equal(Enumerable.Range(0, Messages).Select(Id), read.Select(message => message.Id));
    }

    [Fact]
    public async Task Messages_Short_Are50APageOverHubAndHttp()
    {
        await using var server = await TestServer.StartAsync(configure: Unlimited);
        using var applicant = await server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        await using var guest = await SeatedTerminal.TakeAsync(server, await applicant.IssueAsync(consultation.GroupId, Requests.Guest()));
        await WriteAsync(server, guest, Messages, "short");

        var last = (await guest.Terminal.Messages(null)).Value!;
        var middle = (await guest.Terminal.Messages(last.Earlier)).Value!;
        var first = (await guest.Terminal.Messages(middle.Earlier)).Value!;
        Assert.Equal((50, 50, 20), (last.Messages.Length, middle.Messages.Length, first.Messages.Length));
        Assert.Equal((Id(0), null), (first.Messages[0].Id, first.Earlier));

        // The same over HTTP, where the header says where the page before is (RFC 8288).
        var pages = new List<ChatMessageDto[]>();
        for (var path = $"/api/consultations/{consultation.GroupId}/messages"; path is not null;)
        {
            using var response = await applicant.GetAsync(path);
            pages.Add((await response.Content.ReadFromJsonAsync<ChatMessageDto[]>())!);
            path = response.Headers.TryGetValues("Link", out var links) ? links.Single().Split('<', '>')[1] : null;
        }

        Assert.Equal([50, 50, 20], pages.Select(page => page.Length));
        Assert.Equal(Enumerable.Range(0, Messages).Select(Id), pages.AsEnumerable().Reverse().SelectMany(page => page).Select(message => message.Id));
        Assert.Equal("request.invalid", (await guest.Terminal.Messages("yesterday")).Error?.Code);
        await (await applicant.GetAsync($"/api/consultations/{consultation.GroupId}/messages?before=yesterday")).ProblemAsync(400, "request.invalid");
    }

    [Fact]
    public async Task SendMessage_MoreThanAMemberMay_IsRefusedAndOthersWrite()
    {
        const int Limit = 3;
        await using var server = await TestServer.StartAsync(configure: options => options.ChatPerMember = Limit);
        using var log = new MeasurementLog(server.Services);
        using var applicant = await server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        await using var li = await SeatedTerminal.TakeAsync(server, await applicant.EntryAsync(consultation.GroupId));
        await using var guest = await SeatedTerminal.TakeAsync(server, await applicant.IssueAsync(consultation.GroupId, Requests.Guest()));

        // The group's clock goes on: as many as it takes until the bucket is empty.
        var codes = new List<string?>();
        for (var i = 0; i < 50 && codes.LastOrDefault() is null; i++)
        {
            codes.Add((await guest.Terminal.SendMessage(new SendMessageRequest(Id(i), "text"))).Error?.Code);
        }

        Assert.Equal("chat.too_many", codes[^1]);
        Assert.InRange(codes.Count, Limit + 1, 50);
        Assert.NotEqual(0, log.Sum("hub.limited", ("limit", HubLimit.Chat)));

        // What is on record already may be sent again, as after a lost answer.
        Assert.Null((await guest.Terminal.SendMessage(new SendMessageRequest(Id(0), "text"))).Error);
        Assert.Null((await li.Terminal.SendMessage(new SendMessageRequest("of another", "text"))).Error);
    }

    [Fact]
    public async Task Messages_AfterBeingRemoved_AreRefused()
    {
        await using var server = await TestServer.StartAsync();
        using var applicant = await server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        await using var li = await SeatedTerminal.TakeAsync(server, await applicant.EntryAsync(consultation.GroupId));
        await using var guest = await SeatedTerminal.TakeAsync(server, await applicant.IssueAsync(consultation.GroupId, Requests.Guest()));

        // The connection is closed a second later, so that it hears of its end.
        Assert.Null((await li.Terminal.Remove(guest.Id)).Error);

        Assert.Equal("member.unknown", await CodeAsync(async () => (await guest.Terminal.Messages(null)).Error));
        Assert.Equal("member.unknown", await CodeAsync(async () => (await guest.Terminal.Enter(new EnterRequest(guest.SeatKey))).Error));

        static async Task<string?> CodeAsync(Func<Task<ErrorDto?>> call)
        {
            try
            {
                return (await call())?.Code;
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                // On a slow machine it is closed already, which is as good.
                return "member.unknown";
            }
        }
    }

    private static JsonSerializerOptions Relaxed { get; } = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Id(int number) => $"m-{number}";

    private static void Unlimited(ServerOptions options) => (options.ChatPerMember, options.ChatPerGroup) = (int.MaxValue, int.MaxValue);

    /// <summary>Past the hub, whose budget of calls would only make it slow.</summary>
    private static async Task WriteAsync(TestServer server, SeatedTerminal by, int count, string text)
    {
        var group = server.Services.GetRequiredService<IConsultationGroups>().Get(by.Group);
        for (var i = 0; i < count; i++)
        {
            Assert.True((await group.SendMessageAsync(new TerminalId(by.Id), Id(i), text)).Succeeded);
        }
    }
}
