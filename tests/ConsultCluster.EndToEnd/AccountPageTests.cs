using ConsultCluster.EndToEnd.Harness;
using Microsoft.Playwright;

namespace ConsultCluster.EndToEnd;

/// <summary>A new colleague: the one-time password, one's own, a reset that one is told of, and the list of devices, by keyboard where it counts.</summary>
public sealed class AccountPageTests(StageTests.Fixture fixture) : StageTests(fixture)
{
    private readonly PageLooks _looks = new();

    [Theory]
    [InlineData("en", "en-GB")]
    [InlineData("zh", "zh-CN")]
    public async Task Account_FromFirstSignInToReset_IsTheOwnersAndAxeClean(string language, string locale)
    {
        var userName = $"chen.{language}";
        var administrator = await OpenAsync(locale);
        await administrator.SignInAsync(DemoPerson.Administrator);
        var first = await CreateAsync(administrator, userName, language);

        var colleague = await OpenAsync(locale);
        await SignInAsync(colleague, userName, first);
        await colleague.Part("forced-change").WaitForAsync();
        await LookAsync(colleague, "/consultations", "forced-change", "forced-change", language);
        await ChangeAsync(colleague, first, "chen's first own password");
        await colleague.Part("account").WaitForAsync();
        await Assertions.Expect(colleague.Part("reset-notice")).ToHaveCountAsync(0);

        var second = await ResetAsync(administrator, userName, language);
        await SignInAsync(colleague, userName, second);
        await Assertions.Expect(colleague.Part("forced-change")).ToContainTextAsync("Admin");
        await ChangeAsync(colleague, second, "chen's second own password");
        await LookAsync(colleague, "/consultations", "reset-notice", "reset-notice", language);
        await colleague.Part("reset-seen").FocusAsync();
        await colleague.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(colleague.Part("reset-notice")).ToHaveCountAsync(0);

        var elsewhere = await OpenAsync(locale);
        await SignInAsync(elsewhere, userName, "chen's second own password");
        await elsewhere.Part("account").WaitForAsync();
        await LookAsync(colleague, "/account", "session-end", "account", language, isWhole: true);
        await administrator.Part($"person-{userName}").GetByTestId("person-sessions").ClickAsync();
        await LookAsync(administrator, null, "sessions", "people-sessions", language);
        await colleague.Part("session-end").FocusAsync();
        await colleague.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(colleague.Part("session-end")).ToHaveCountAsync(0);
        await elsewhere.Page.ReloadAsync();
        await elsewhere.Part("sign-in").WaitForAsync();

        await LookAsync(elsewhere, "/recover#code=example", "recover", "recover", language);
        Assert.Empty(_looks.Violations);
    }

    private async Task<string> CreateAsync(Terminal administrator, string userName, string language)
    {
        await administrator.Page.GotoAsync("/people");
        await administrator.Part("person-add").ClickAsync();
        await administrator.Part("display-name").FillAsync("陈护士 Chen");
        await administrator.Part("user-name").FillAsync(userName);
        await administrator.Part("person-save").ClickAsync();
        var password = await administrator.Part("one-time-password").InputValueAsync();
        await LookAsync(administrator, null, "one-time-password", "one-time-password", language);
        await administrator.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(administrator.Part("one-time-password")).ToHaveCountAsync(0);
        await LookAsync(administrator, null, $"person-{userName}", "people-new", language);
        return password;
    }

    private async Task<string> ResetAsync(Terminal administrator, string userName, string language)
    {
        await administrator.Part($"person-{userName}").GetByTestId("person-reset").ClickAsync();
        await LookAsync(administrator, null, "confirm", "person-reset", language);
        await administrator.Part("confirm").ClickAsync();
        var password = await administrator.Part("one-time-password").InputValueAsync();
        await administrator.Part("password-done").ClickAsync();
        return password;
    }

    private static async Task SignInAsync(Terminal terminal, string userName, string password)
    {
        await terminal.Page.GotoAsync("/");
        await terminal.Part("user-name").FillAsync(userName);
        await terminal.Part("password").FillAsync(password);
        await terminal.Page.Keyboard.PressAsync("Enter");
    }

    private static async Task ChangeAsync(Terminal terminal, string old, string password)
    {
        await terminal.Part("password-old").FillAsync(old);
        await terminal.Part("password").FillAsync(password);
        await terminal.Part("password-repeat").FillAsync(password);
        await terminal.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(terminal.Part("forced-change")).ToHaveCountAsync(0);
    }

    private Task<Terminal> OpenAsync(string locale) => Terminal.OpenAsync(Stage.Server, Stage.Chromium, CameraState.Working, locale, Screenshots.Desktop);

    private Task LookAsync(Terminal terminal, string? address, string part, string name, string language, bool isWhole = false) =>
        _looks.LookAsync(terminal, address, part, name, language, isWhole);
}
