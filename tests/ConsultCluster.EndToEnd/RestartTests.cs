using System.Diagnostics;
using ConsultCluster.Contracts.Http;
using ConsultCluster.EndToEnd.Harness;
using ConsultCluster.Testing.Time;

namespace ConsultCluster.EndToEnd;

/// <summary>The server dies without a word in mid-consultation.</summary>
public sealed class RestartTests(StageTests.Fixture fixture) : StageTests(fixture)
{
    /// <summary>From the kill until all see each other again, the server's own start included.</summary>
    private static readonly TimeSpan Deadline = TimeLimit.Of(TimeSpan.FromSeconds(10));

    [Fact]
    public async Task Kill_MidConsultation_AllAreBackWithTheirSeatsAndNothingIsLost()
    {
        var trio = await Stage.GatherAsync("重启 Restart");
        var seats = new List<string>();
        foreach (var terminal in trio.All)
        {
            seats.Add(await terminal.TerminalIdAsync());
        }

        string[] said = ["血压 Blood pressure 90/60", "心率 Heart rate 118", "准备转运 Prepare transport"];
        await trio.Applicant.SayAsync(said[0]);
        await trio.Expert.SayAsync(said[1]);
        await trio.Patient.SayAsync(said[2]);
        var before = await AuditAsync(trio.Consultation.GroupId);
        var tokens = await TokensAsync(trio.Consultation.GroupId);

        await Stage.Server.KillAsync();
        var killed = DateTimeOffset.UtcNow;
        var outage = Stopwatch.StartNew();
        await Stage.Server.StartAsync();
        var started = outage.Elapsed;
        await Task.WhenAll(trio.All.Select(terminal => terminal.SeesAsync(2)));
        outage.Stop();

        Assert.True(
            outage.Elapsed < Deadline,
            $"Killed at {killed:ss.fff}, server ready after {started.TotalSeconds:F1} s, back after {outage.Elapsed.TotalSeconds:F1} s.\n"
            + string.Join("\n\n", trio.All.Select(terminal => terminal.Recent())));
        Assert.Equal(seats, await Task.WhenAll(trio.All.Select(terminal => terminal.TerminalIdAsync())));
        Assert.Equal(tokens, await TokensAsync(trio.Consultation.GroupId));
        foreach (var terminal in trio.All)
        {
            foreach (var text in said)
            {
                await terminal.Part("chat-list").GetByText(text).WaitForAsync();
            }
        }

        var after = await AuditAsync(trio.Consultation.GroupId);
        Assert.Equal(before.Select(entry => entry.Hash), after.Take(before.Length).Select(entry => entry.Hash));
        using var record = new ConsultationRecord(Stage.Server.Database);
        record.AssertAuditChainIsValid();
    }

    [Theory]
    [InlineData("en", "en-GB")]
    [InlineData("zh", "zh-CN")]
    public async Task Kill_UntilTheServerIsBack_ThePageSaysSoAndKeepsEverybodyOnIt(string language, string locale)
    {
        using var api = await ApiClient.SignInAsync(Stage.Server, DemoPerson.Applicant);
        var consultation = await api.AskAsync("断线 Connection lost");
        var doctor = await Terminal.OpenAsync(Stage.Server, Stage.Chromium, CameraState.Working, locale);
        await doctor.SignInAsync(DemoPerson.Applicant);
        await doctor.JoinAsync(consultation.GroupId);
        var seat = await doctor.TerminalIdAsync();

        await Stage.Server.KillAsync();
        await doctor.Part("reconnecting").WaitForAsync();
        await Screenshots.TakeAsync(doctor.Page, $"room-reconnecting-{language}");
        await doctor.Part($"tile-{seat}").WaitForAsync();
        await Stage.Server.StartAsync();

        await doctor.WaitAsync("() => document.querySelector('[data-testid=room]').dataset.phase === 'inside'", "be inside again");
        Assert.Equal(seat, await doctor.TerminalIdAsync());
    }

    private async Task<AuditEntryDto[]> AuditAsync(string groupId)
    {
        using var api = await ApiClient.SignInAsync(Stage.Server, DemoPerson.Applicant);
        return await api.GetAsync<AuditEntryDto[]>($"/api/consultations/{groupId}/audit");
    }

    private async Task<string[]> TokensAsync(string groupId)
    {
        using var api = await ApiClient.SignInAsync(Stage.Server, DemoPerson.Applicant);
        var tokens = await api.GetAsync<TokenDto[]>($"/api/consultations/{groupId}/tokens");
        return [.. tokens.Select(token => $"{token.TokenId} {token.State}").Order(StringComparer.Ordinal)];
    }
}
