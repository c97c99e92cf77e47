/// Words that long passwords of public lists are made of, folded to lower case. A password is judged by what is left without them,
/// so a word here stands for all its repetitions, years and signs.
package enum CommonPasswords {
    package static let words: [String] = english + pinyin + keyboard + digits

    private static let english = [
        "password", "passwd", "passphrase", "secret", "welcome", "admin", "administrator", "root", "superuser", "manager", "system",
        "server", "master", "login", "logon", "access", "default", "changeme", "change", "test", "testing", "temp", "temporary", "guest",
        "user", "username", "account", "letmein", "iloveyou", "monkey", "dragon", "football", "baseball", "basketball", "sunshine",
        "princess", "superman", "batman", "starwars", "pokemon", "michael", "jordan", "shadow", "ashley", "charlie", "freedom",
        "whatever", "trustno", "computer", "internet", "samsung", "google", "microsoft", "windows", "office", "company", "service",
        "property", "security", "spring", "summer", "autumn", "winter", "january", "february", "march", "april", "june", "july",
        "august", "september", "october", "november", "december", "monday", "friday", "sunday", "hello", "happy", "lucky", "money",
        "china", "beijing", "shanghai", "guangzhou", "shenzhen", "qwerty", "abcd", "pass", "word", "huawei", "tencent", "alibaba",
    ]

    private static let pinyin = [
        "woaini", "woaiwojia", "mima", "denglu", "nihao", "zhongguo", "wodemima", "zhanghao", "yonghu", "guanliyuan", "guanli", "xitong",
        "gongsi", "jituan", "wuye", "kefu", "fuwu", "dichan", "fangchan", "beijing", "xiaoqu", "huayuan", "woshishui", "wozhidao",
        "zaijian", "baobao", "laopo", "laogong", "xiexie", "pengyou", "kuaile", "facai", "gongxi", "xingfu", "meili", "tiantian",
        "zhang", "wang", "chen", "yang", "huang", "zhao", "zhou", "admin", "aini", "taobao", "weixin", "alipay",
    ]

    private static let keyboard = [
        "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwert", "asdfg", "zxcvb", "qazwsx", "edcrfv", "wsxedc", "1qaz", "2wsx", "3edc", "4rfv",
        "qweasd", "asdzxc", "1q2w3e4r", "1q2w3e", "q1w2e3r4", "qwer", "asdf", "zxcv", "!qaz", "@wsx", "zaq1", "xsw2", "poiuyt", "lkjhgf",
    ]

    private static let digits = [
        "5201314", "1314520", "147258", "258369", "159357", "112233", "123123", "321321", "520", "1314", "888", "666", "168",
    ]
}
