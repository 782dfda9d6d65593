using ConsultCluster.Contracts.Hub;
using ConsultCluster.EndToEnd.Harness;
using ConsultCluster.Testing.Hub;

namespace ConsultCluster.EndToEnd;

/// <summary>A long chat in the room: the end of it at once, what was before on request, and a limit that says so.</summary>
public sealed class ChatTests : IAsyncLifetime
{
    /// <summary>Each writer stays within the burst of calls of a hub connection and within what the server lets one person write.</summary>
    private const int Writers = 3;
    private const int OfEach = 40;
    private const int Page = 50;

    private Chromium? _chromium;
    private ServerProcess? _server;

    public async Task InitializeAsync()
    {
        _server = await ServerProcess.StartDemoAsync(https: false, "--chat-per-member", $"{OfEach}", "--chat-per-group", "1000");
        _chromium = await Chromium.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _chromium!.DisposeAsync();
        await _server!.DisposeAsync();
    }

    [Theory]
    [InlineData("en-GB", "Too many messages")]
    [InlineData("zh-CN", "短时间内消息过多")]
    public async Task Chat_LongerThanAPage_IsReadBackByKeyboardAndLimited(string locale, string refusal)
    {
        using var api = await ApiClient.SignInAsync(_server!, DemoPerson.Applicant);
        var consultation = await api.AskAsync("长聊天 A long chat");
        for (var i = 0; i < Writers; i++)
        {
            await WriteAsync((await api.InviteAsync(consultation.GroupId, $"陈家属 Chen {i}", "patient")).Token, i * OfEach);
        }

        var doctor = await Terminal.OpenAsync(_server!, _chromium!, locale: locale);
        await doctor.SignInAsync(DemoPerson.Applicant);
        await doctor.JoinAsync(consultation.GroupId);
        await doctor.Part("chat").ClickAsync();
        await ShowsAsync(doctor, Page, $"m-{(Writers * OfEach) - 1}");
        await Screenshots.TakeAsync(doctor.Page, $"chat-end-{locale[..2]}");

        // By keyboard: the list takes the focus and scrolls. What was at the top stays in sight.
        await doctor.Part("chat-list").FocusAsync();
        await doctor.Page.Keyboard.PressAsync("Home");
        await ShowsAsync(doctor, 2 * Page, $"m-{(Writers * OfEach) - Page}");
        await Screenshots.TakeAsync(doctor.Page, $"chat-earlier-{locale[..2]}");

        // And by the button, until there is nothing more.
        await doctor.Part("chat-earlier").FocusAsync();
        await doctor.Page.Keyboard.PressAsync("Enter");
        await doctor.WaitAsync("count => document.querySelectorAll('.chat-line').length === count", "see all of it", Writers * OfEach);
        Assert.Equal(0, await doctor.Part("chat-earlier").CountAsync());
        await doctor.WaitAsync("() => document.activeElement?.dataset.testid === 'chat-list'", "have the focus on the list when the button is gone");

        var input = doctor.Part("chat-input");
        for (var i = 0; i < 2 * OfEach && await doctor.Part("chat-list").Locator("[data-state=failed]").CountAsync() == 0; i++)
        {
            await input.FillAsync($"doctor {i}");
            await input.PressAsync("Enter");
        }

        await doctor.Part("chat-list").Locator("[data-state=failed]").GetByText(refusal).First.WaitForAsync();
        await Screenshots.TakeAsync(doctor.Page, $"chat-limit-{locale[..2]}");
    }

    /// <summary>Waits for so many lines, of which that one is in sight.</summary>
    private static Task ShowsAsync(Terminal terminal, int count, string text) => terminal.WaitAsync(
        """
        wanted => {
          const [count, text] = wanted.split(' ');
          const lines = [...document.querySelectorAll('.chat-line')];
          const line = lines.find(one => one.querySelector('.chat-text').textContent === text);
          if (lines.length !== Number(count) || line === undefined) return false;
          const list = document.querySelector('[data-testid=chat-list]').getBoundingClientRect();
          const box = line.getBoundingClientRect();
          return box.bottom > list.top && box.top < list.bottom;
        }
        """,
        $"see {count} lines and {text} among them",
        $"{count} {text}");

    private async Task WriteAsync(string token, int first)
    {
        await using var writer = await HubTerminal.ConnectAsync(new Uri(_server!.Url), token);
        Assert.Null((await writer.Enter(new EnterRequest(HubTerminal.NewSeatKey()))).Error);
        for (var i = first; i < first + OfEach; i++)
        {
            Assert.Null((await writer.SendMessage(new SendMessageRequest($"id-{i}", $"m-{i}"))).Error);
        }
    }
}
