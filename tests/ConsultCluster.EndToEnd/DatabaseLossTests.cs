using ConsultCluster.Contracts.Http;
using ConsultCluster.Contracts.Hub;
using ConsultCluster.EndToEnd.Harness;
using ConsultCluster.EndToEnd.Harness.Cluster;
using ConsultCluster.Testing.Postgres;
using ConsultCluster.Testing.Time;
using Microsoft.Playwright;

namespace ConsultCluster.EndToEnd;

/// <summary>PostgreSQL goes away under a consultation of two real browsers, and comes back.</summary>
public sealed class DatabaseLossTests : IAsyncLifetime
{
    private const string Before = "血压 Blood pressure 90/60";
    private const string Meanwhile = "心率 Heart rate 118";

    /// <summary>Milliseconds for which a picture may stand still: nothing happens to the relays, but two browsers share the machine with whatever starts and stops.</summary>
    private static readonly double MaxGapMs = TimeLimit.Of(2_000);

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("consult-database-");
    private PostgresServer _postgres = null!;
    private ServerProcess _server = null!;
    private Chromium _chromium = null!;

    public async Task InitializeAsync()
    {
        _postgres = await PostgresServer.StartAsync();
        _server = ServerProcess.NewMember(_postgres.ConnectionString(await _postgres.CreateDatabaseAsync()), _data.FullName, relays: 2);
        await _server.StartAsync();
        _chromium = await Chromium.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _chromium.DisposeAsync();
        await _server.DisposeAsync();
        await _postgres.DisposeAsync();
        _data.Delete(recursive: true);
    }

    [Fact]
    public async Task Database_GoneAndBack_PicturesGoOnAndNothingAcknowledgedIsLost()
    {
        using var api = await ApiClient.SignInAsync(_server, DemoPerson.Applicant);
        var consultation = await api.AskAsync("数据库 Database");
        var browser = await _chromium.OpenAsync(CameraState.Small);
        var doctor = await JoinAsync(browser, await api.InviteAsync(consultation.GroupId, "Doctor", "expert"));
        var nurse = await JoinAsync(browser, await api.InviteAsync(consultation.GroupId, "Nurse", "expert"));
        await doctor.SeesAsync(1);
        await nurse.SeesAsync(1);
        await doctor.SayAsync(Before);
        var seats = (await doctor.TerminalIdAsync(), await nurse.TerminalIdAsync());
        await doctor.Page.EvaluateAsync("() => { window.__marked = true; }");

        var from = DateTimeOffset.UtcNow;
        await _postgres.KillAsync();
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => api.AskAsync("不可用 Unavailable"));
        await doctor.Part("chat-input").FillAsync(Meanwhile);
        await doctor.Part("chat-send").ClickAsync();
        var line = doctor.Part("chat-list").Locator("[data-state=failed]");
        await line.GetByText(Meanwhile).WaitForAsync();
        await doctor.SeesAsync(1);
        await nurse.SeesAsync(1);

        await _postgres.StartAgainAsync();
        await line.GetByRole(AriaRole.Button).ClickAsync();
        await doctor.Part("chat-list").Locator("[data-state=recorded]").GetByText(Meanwhile).WaitForAsync();
        await nurse.Part("chat").ClickAsync();
        await nurse.Part("chat-list").GetByText(Meanwhile).WaitForAsync();
        var gaps = (double[])[.. await FrameGaps.LongestAsync(doctor, from, 1), .. await FrameGaps.LongestAsync(nurse, from, 1)];

        Assert.Contains("503", refused.Message, StringComparison.Ordinal);
        Assert.Contains("storage.unavailable", refused.Message, StringComparison.Ordinal);
        Assert.All(gaps, gap => Assert.InRange(gap, 0, MaxGapMs));
        Assert.Equal(seats, (await doctor.TerminalIdAsync(), await nurse.TerminalIdAsync()));
        Assert.True(await doctor.Page.EvaluateAsync<bool>("() => window.__marked === true"), "The page was loaded again.");
        var said = await api.GetAsync<ChatMessageDto[]>($"/api/consultations/{consultation.GroupId}/messages");
        Assert.Equal([Before, Meanwhile], said.Select(message => message.Text));
        await api.AskAsync("恢复 Back");
    }

    private async Task<Terminal> JoinAsync(IBrowser browser, IssuedTokenDto invitation)
    {
        var terminal = await Terminal.OpenInAsync(_server, browser, viewport: new ViewportSize { Width = 800, Height = 480 });
        await terminal.Page.AddInitScriptAsync(FrameGaps.Script);
        await terminal.JoinByLinkAsync(invitation);
        return terminal;
    }
}
