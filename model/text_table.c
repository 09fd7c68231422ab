/* SPDX-License-Identifier: Apache-2.0
 * Characters that are replaced, left out or refused, and what stands for those that are replaced. The replacements are Unicode 15's:
 * EquivalentUnifiedIdeograph.txt for radicals, the canonical decompositions of UnicodeData.txt for compatibility ideographs;
 * tests/unit/test_text_table.c compares them with these files. */
#include "model/text_table.h"

/* U+2E80 to U+2EF3; U+2E80 has no ideograph, U+2E9A is no character. */
static const uint32_t radicals[] =
    U" 厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑𫜹忄心扌攵 旡日月歺母"
    U"民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿肉𦥑艹艹"
    U"艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠"
    U"饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟";

/* U+2F00 to U+2FD5 */
static const uint32_t kangxi[] =
    U"一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土"
    U"士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈戶手"
    U"支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉"
    U"瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳"
    U"聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛"
    U"辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯"
    U"鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠";

/* U+F900 to U+FAD9; twelve of them are unified ideographs and stay */
static const uint32_t compatibility[] =
    U"豈更車賈滑串句龜龜契金喇奈懶癩羅蘿螺裸邏樂洛烙珞落酪駱亂卵欄爛蘭"
    U"鸞嵐濫藍襤拉臘蠟廊朗浪狼郎來冷勞擄櫓爐盧老蘆虜路露魯鷺碌祿綠菉錄"
    U"鹿論壟弄籠聾牢磊賂雷壘屢樓淚漏累縷陋勒肋凜凌稜綾菱陵讀拏樂諾丹寧"
    U"怒率異北磻便復不泌數索參塞省葉說殺辰沈拾若掠略亮兩凉梁糧良諒量勵"
    U"呂女廬旅濾礪閭驪麗黎力曆歷轢年憐戀撚漣煉璉秊練聯輦蓮連鍊列劣咽烈"
    U"裂說廉念捻殮簾獵令囹寧嶺怜玲瑩羚聆鈴零靈領例禮醴隸惡了僚寮尿料樂"
    U"燎療蓼遼龍暈阮劉杻柳流溜琉留硫紐類六戮陸倫崙淪輪律慄栗率隆利吏履"
    U"易李梨泥理痢罹裏裡里離匿溺吝燐璘藺隣鱗麟林淋臨立笠粒狀炙識什茶刺"
    U"切度拓糖宅洞暴輻行降見廓兀嗀  塚 晴  凞猪益礼神祥福靖精羽 "
    U"蘒 諸  逸都   飯飼館鶴郞隷侮僧免勉勤卑喝嘆器塀墨層屮悔慨憎"
    U"懲敏既暑梅海渚漢煮爫琢碑社祉祈祐祖祝禍禎穀突節練縉繁署者臭艹艹著"
    U"褐視謁謹賓贈辶逸難響頻恵𤋮舘  並况全侀充冀勇勺喝啕喙嗢塚墳奄奔"
    U"婢嬨廒廙彩徭惘慎愈憎慠懲戴揄搜摒敖晴朗望杖歹殺流滛滋漢瀞煮瞧爵犯"
    U"猪瑱甆画瘝瘟益盛直睊着磌窱節类絛練缾者荒華蝹襁覆視調諸請謁諾諭謹"
    U"變贈輸遲醙鉶陼難靖韛響頋頻鬒龜𢡊𢡄𣏕㮝䀘䀹𥉉𥳐𧻓齃龎";

/* U+2F800 to U+2FA1D */
static const uint32_t compatibility_supplement[] =
    U"丽丸乁𠄢你侮侻倂偺備僧像㒞𠘺免兔兤具𠔜㒹內再𠕋冗冤仌冬况𩇟凵刃㓟"
    U"刻剆割剷㔕勇勉勤勺包匆北卉卑博即卽卿卿卿𠨬灰及叟𠭣叫叱吆咞吸呈周"
    U"咢哶唐啓啣善善喙喫喳嗂圖嘆圗噑噴切壮城埴堍型堲報墬𡓤売壷夆多夢奢"
    U"𡚨𡛪姬娛娧姘婦㛮㛼嬈嬾嬾𡧈寃寘寧寳𡬘寿将当尢㞁屠屮峀岍𡷤嵃𡷦嵮嵫"
    U"嵼巡巢㠯巽帨帽幩㡢𢆃㡼庰庳庶廊𪎒廾𢌱𢌱舁弢弢㣇𣊸𦇚形彫㣣徚忍志忹"
    U"悁㤺㤜悔𢛔惇慈慌慎慌慺憎憲憤憯懞懲懶成戛扝抱拔捐𢬌挽拼捨掃揤𢯱搢"
    U"揅掩㨮摩摾撝摷㩬敏敬𣀊旣書晉㬙暑㬈㫤冒冕最暜肭䏙朗望朡杞杓𣏃㭉柺"
    U"枅桒梅𣑭梎栟椔㮝楂榣槪檨𣚣櫛㰘次𣢧歔㱎歲殟殺殻𣪍𡴋𣫺汎𣲼沿泍汧洖"
    U"派海流浩浸涅𣴞洴港湮㴳滋滇𣻑淹潮𣽞𣾎濆瀹瀞瀛㶖灊災灷炭𠔥煅𤉣熜𤎫"
    U"爨爵牐𤘈犀犕𤜵𤠔獺王㺬玥㺸㺸瑇瑜瑱璅瓊㼛甤𤰶甾𤲒異𢆟瘐𤾡𤾸𥁄㿼䀈"
    U"直𥃳𥃲𥄙𥄳眞真真睊䀹瞋䁆䂖𥐝硎碌磌䃣𥘦祖𥚚𥛅福秫䄯穀穊穏𥥼𥪧𥪧竮"
    U"䈂𥮫篆築䈧𥲀糒䊠糨糣紀𥾆絣䌁緇縂繅䌴𦈨𦉇䍙𦋙罺𦌾羕翺者𦓚𦔣聠𦖨聰"
    U"𣍟䏕育脃䐋脾媵𦞧𦞵𣎓𣎜舁舄辞䑫芑芋芝劳花芳芽苦𦬼若茝荣莭茣莽菧著"
    U"荓菊菌菜𦰶𦵫𦳕䔫蓱蓳蔖𧏊蕤𦼬䕝䕡𦾱𧃒䕫虐虜虧虩蚩蚈蜎蛢蝹蜨蝫螆䗗"
    U"蟡蠁䗹衠衣𧙧裗裞䘵裺㒻𧢮𧥦䚾䛇誠諭變豕𧲨貫賁贛起𧼯𠠄跋趼跰𠣞軔輸"
    U"𨗒𨗭邔郱鄑𨜮鄛鈸鋗鋘鉼鏹鐕𨯺開䦕閷𨵷䧦雃嶲霣𩅅𩈚䩮䩶韠𩐊䪲𩒖頋頋"
    U"頩𩖶飢䬳餩馧駂駾䯎𩬰鬒鱀鳽䳎䳭鵧𪃎䳸𪄅𪈎𪊑麻䵖黹黾鼅鼏鼖鼻𪘀";

#define KANGXI "a Kangxi radical"
#define RADICAL "a CJK radical"
#define COMPATIBLE "a compatibility ideograph"
#define CONTROL "a control character"
#define NONE "not a character"
#define PRIVATE "a private-use character, which looks different in every font"
#define BIDI "a control that turns the direction of reading"
#define COUNT(array) (sizeof(array) / sizeof *(array) - 1)

#define REFUSED(first, last, code, what) \
    { (first), (last), ZB_TEXT_REFUSED, (code), (what), ZB_CONTEXT_NONE, NULL, 0 }
#define REMOVED(first, last, code, what, context) \
    { (first), (last), ZB_TEXT_REMOVED, (code), (what), (context), NULL, 0 }
#define REPLACED(first, last, code, what, list) \
    { (first), (last), ZB_TEXT_REPLACED, (code), (what), ZB_CONTEXT_NONE, (list), COUNT(list) }

const zb_text_range zb_text_ranges[] = {
    REFUSED(0x0000, 0x0008, "text.control", CONTROL),
    REFUSED(0x000B, 0x001F, "text.control", CONTROL),
    REFUSED(0x007F, 0x009F, "text.control", CONTROL),
    REMOVED(0x061C, 0x061C, "text.bidi", "an Arabic letter mark", ZB_CONTEXT_BIDI),
    REMOVED(0x200B, 0x200B, "text.zero-width", "a zero-width space", ZB_CONTEXT_NONE),
    REMOVED(0x200C, 0x200C, "text.zero-width", "a zero-width non-joiner", ZB_CONTEXT_JOINING),
    REMOVED(0x200D, 0x200D, "text.zero-width", "a zero-width joiner", ZB_CONTEXT_JOINING),
    REMOVED(0x200E, 0x200F, "text.bidi", "a mark of direction", ZB_CONTEXT_BIDI),
    REMOVED(0x202A, 0x202E, "text.bidi", BIDI, ZB_CONTEXT_NONE),
    REMOVED(0x2060, 0x2060, "text.zero-width", "a word joiner", ZB_CONTEXT_NONE),
    REMOVED(0x2061, 0x2064, "text.zero-width", "an invisible operator", ZB_CONTEXT_NONE),
    REMOVED(0x2066, 0x2069, "text.bidi", BIDI, ZB_CONTEXT_NONE),
    REMOVED(0x206A, 0x206F, "text.zero-width", "a deprecated format character", ZB_CONTEXT_NONE),
    REPLACED(0x2E80, 0x2EF3, "text.radical", RADICAL, radicals),
    REPLACED(0x2F00, 0x2FD5, "text.radical", KANGXI, kangxi),
    REFUSED(0xE000, 0xF8FF, "text.private", PRIVATE),
    REPLACED(0xF900, 0xFAD9, "text.compatibility", COMPATIBLE, compatibility),
    REFUSED(0xFDD0, 0xFDEF, "text.control", NONE),
    REMOVED(0xFEFF, 0xFEFF, "text.zero-width", "a byte order mark inside the text", ZB_CONTEXT_NONE),
    REFUSED(0xFFF9, 0xFFFB, "text.control", "a control of annotations"),
    REFUSED(0xFFFC, 0xFFFC, "text.lost", "the stand-in for an object that was lost in copying"),
    REFUSED(0xFFFD, 0xFFFD, "text.lost", "the stand-in for a character that was lost in a conversion"),
    REPLACED(0x2F800, 0x2FA1D, "text.compatibility", COMPATIBLE, compatibility_supplement),
    REMOVED(0xE0000, 0xE007F, "text.zero-width", "an invisible tag", ZB_CONTEXT_FLAG),
    REFUSED(0xF0000, 0x10FFFF, "text.private", PRIVATE),
};
const size_t zb_text_range_count = sizeof zb_text_ranges / sizeof *zb_text_ranges;
